import { forgetCodes } from './giving/codeStore.ts';
import { type Clock, dayMs, plusMs } from './ground/clock.ts';
import type { Log } from './ground/log.ts';
import { forgetLetters } from './ground/postDesk.ts';
import type { Database } from './ground/sql.ts';
import { forgetReminders } from './reminders/store.ts';
import { cutBodies } from './webhooks/cutBodies.ts';
import { fillFacts } from './webhooks/eventFacts.ts';

/** How long what might name somebody is kept after it has served, in days. */
export const keptDays = { reminders: 30, letters: 90, eventBodies: 90 } as const;

/** Forgets what has served, by a fixed schedule; may run twice or be cut short without harm. */
export function createRetain({ db, clock, log }: { db: Database; clock: Clock; log: Log }) {
  return async function retain(): Promise<void> {
    const now = clock.now();
    const before = (days: number) => plusMs(now, -days * dayMs);
    const forgotten = {
      codes: await forgetCodes(db, now),
      reminders: await forgetReminders(db, before(keptDays.reminders)),
      letters: await forgetLetters(db, before(keptDays.letters)),
      eventBodies: await cutBodies(db, { endedBefore: before(keptDays.eventBodies) }),
    };
    await fillFacts(db);
    if (Object.values(forgotten).some((count) => count > 0)) log.info(forgotten, 'retention');
  };
}

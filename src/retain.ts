import { forgetCodes } from './giving/codeStore.ts';
import { forgottenSince } from './giving/forgottenCustomer.ts';
import { expirePledges } from './giving/pledgeStore.ts';
import { type Clock, dayMs, plusMs } from './ground/clock.ts';
import type { Log } from './ground/log.ts';
import { forgetLetters } from './ground/postDesk.ts';
import type { Database } from './ground/sql.ts';
import { forgetReminders } from './reminders/store.ts';
import { cutBodiesThatSpeakOf, cutOldBodies } from './webhooks/cutBodies.ts';
import type { EventBodies } from './webhooks/eventBodies.ts';
import { sealBodies } from './webhooks/sealBodies.ts';

/** How long what might name somebody is kept after it has served, in days. */
export const keptDays = { reminders: 30, letters: 90, eventBodies: 90 } as const;

// Stripe goes on trying to deliver for three days: https://docs.stripe.com/webhooks#retries
const newsDays = 4;

/** Forgets what has served, by a fixed schedule; may run twice or be cut short without harm. */
export function createRetain({
  db,
  bodies,
  clock,
  log,
}: {
  db: Database;
  bodies: EventBodies;
  clock: Clock;
  log: Log;
}) {
  /** Cuts news of people who were erased that came after that. */
  async function cutLateBodies(since: Date): Promise<number> {
    const gone = await forgottenSince(db, since);
    return gone.length === 0 ? 0 : cutBodiesThatSpeakOf(db, bodies, gone, since);
  }

  return async function retain(): Promise<void> {
    const now = clock.now();
    const before = (days: number) => plusMs(now, -days * dayMs);
    const forgotten = {
      codes: await forgetCodes(db, now),
      pledges: await expirePledges(db, before(newsDays), now),
      reminders: await forgetReminders(db, before(keptDays.reminders)),
      letters: await forgetLetters(db, before(keptDays.letters)),
      eventBodies: await cutOldBodies(db, bodies, before(keptDays.eventBodies)),
      lateBodies: await cutLateBodies(before(newsDays)),
    };
    const sealed = await sealBodies(db, bodies);
    if (sealed > 0) log.info({ sealed }, 'event bodies of before are sealed');
    if (Object.values(forgotten).some((count) => count > 0)) log.info(forgotten, 'retention');
  };
}

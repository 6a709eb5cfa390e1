import type { Clock } from '../ground/clock.ts';
import { moveLetter, withdrawLetter } from '../ground/post.ts';
import type { Database } from '../ground/sql.ts';
import { letterIdOf, type Reminder } from './reminder.ts';
import { endReminder, setDue, suppress } from './store.ts';

/** What may still be done with a reminder. One that was sent or cancelled stays as it is. */
export function createChanges({ db, clock }: { db: Database; clock: Clock }) {
  return {
    async move({ id }: Reminder, dueAt: Date): Promise<void> {
      await db.transaction(async (tx) => {
        if (await moveLetter(tx, letterIdOf(id), dueAt)) await setDue(tx, id, dueAt);
      });
    },

    async cancel({ id }: Reminder): Promise<void> {
      await db.transaction(async (tx) => {
        await withdrawLetter(tx, letterIdOf(id), clock.now());
        await endReminder(tx, id, 'cancelled', clock.now());
      });
    },

    /** Cancels it, and lets the publisher write no reminder to this person again. */
    async refuse(reminder: Reminder): Promise<void> {
      await db.transaction(async (tx) => {
        await withdrawLetter(tx, letterIdOf(reminder.id), clock.now());
        await endReminder(tx, reminder.id, 'cancelled', clock.now());
        await suppress(tx, reminder, clock.now());
      });
    },
  };
}

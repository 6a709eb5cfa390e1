import type { Clock } from '../ground/clock.ts';
import { moveLetter, withdrawLetter } from '../ground/post.ts';
import type { Publisher } from '../ground/publisher.ts';
import { readerTag } from '../ground/readerTag.ts';
import type { Secrets } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';
import { letterIdOf, type Reminder } from './reminder.ts';
import { endReminder, setDue, suppress } from './store.ts';
import { withdrawOfReader } from './withdrawOfReader.ts';

/** What may still be done with a reminder. One that was sent or cancelled stays as it is. */
export function createChanges({
  db,
  clock,
  secrets,
}: {
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
}) {
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

    /** Cancels the letter that a reader asked a publisher for: it is forgotten. */
    async forgetReader({ id: publisher }: Publisher, reader: string): Promise<void> {
      const tag = readerTag(secrets, publisher, reader);
      await db.transaction((tx) =>
        withdrawOfReader(tx, { publisher, readerTag: tag }, clock.now()),
      );
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

import type { Clock } from '../ground/clock.ts';
import type { Keyvalue } from '../ground/keyvalue.ts';
import type { Publisher } from '../ground/publisher.ts';
import { readerTag } from '../ground/readerTag.ts';
import type { Secrets } from '../ground/secrets.ts';
import { chooseSnooze, readSnooze, type SnoozeChoice, writeSnooze } from './snooze.ts';

export interface SnoozesDependencies {
  readonly store: Keyvalue;
  readonly clock: Clock;
  readonly secrets: Secrets;
}

const name = 'snooze';

/** Who is left in peace, and until when. Readers are named by the id they sent; it is not kept. Everything may throw StoreUnavailable. */
export function createSnoozes({ store, clock, secrets }: SnoozesDependencies) {
  const tagOf = (publisher: Publisher, reader: string) => readerTag(secrets, publisher.id, reader);

  return {
    /** Leaves a reader in peace for the days chosen; another choice replaces it. @returns the end of it */
    async snooze(publisher: Publisher, reader: string, choice: SnoozeChoice): Promise<Date> {
      const key = { tag: tagOf(publisher, reader), name };
      const now = clock.now();
      const running = readSnooze(await store.get(key), now, publisher.timeZone);
      const chosen = chooseSnooze(running, choice, now, publisher.timeZone);
      if (chosen !== running) await store.put(key, writeSnooze(chosen), chosen.until);
      return chosen.until;
    },

    /** The end of the snooze that runs now, or null. */
    async snoozedUntil(publisher: Publisher, reader: string): Promise<Date | null> {
      const text = await store.get({ tag: tagOf(publisher, reader), name });
      return readSnooze(text, clock.now(), publisher.timeZone)?.until ?? null;
    },

    /** Ends the snooze: the reader changed their mind, or is to be forgotten. */
    forget: (publisher: Publisher, reader: string): Promise<void> =>
      store.remove(tagOf(publisher, reader), [name]),
  };
}

export type Snoozes = ReturnType<typeof createSnoozes>;

import type { Clock } from '../ground/clock.ts';
import { type Keyvalue, StoreUnavailable } from '../ground/keyvalue.ts';
import type { Publisher } from '../ground/publisher.ts';
import { readerTag } from '../ground/readerTag.ts';
import type { Secrets } from '../ground/secrets.ts';
import { type Standing, standingOf } from './meter.ts';
import { createMonths } from './month.ts';

export interface MeterDependencies {
  readonly store: Keyvalue;
  readonly clock: Clock;
  readonly secrets: Secrets;
}

/**
 * How many articles a reader read this month, by the publisher's calendar. Kept are a keyed hash of the reader and, under
 * it, keyed hashes of the articles: neither says who read what. Where there is no wall nothing is kept.
 */
export function createMeter({ store, clock, secrets }: MeterDependencies) {
  const monthAt = createMonths();
  const tagOf = (publisher: Publisher, reader: string) => readerTag(secrets, publisher.id, reader);
  const nameOf = (publisher: Publisher) => {
    const { name, endsAt } = monthAt(clock.now(), publisher.timeZone);
    return { name: `reads:${name}`, endsAt };
  };

  return {
    /** Counts an article, once a month however often it is read. Never fails for want of the store: the reader reads on. */
    async read(publisher: Publisher, reader: string, article: string): Promise<Standing> {
      const limit = publisher.wall?.limit ?? null;
      const { name, endsAt } = nameOf(publisher);
      if (limit === null) return standingOf(null, limit, endsAt);
      const tag = tagOf(publisher, reader);
      // Hashed together with the reader: what two readers have in common does not show either.
      const member = secrets.mac('article', `${tag}:${article}`).slice(0, 16);
      try {
        const state = await store.addToSet(
          { tag, name },
          { member, max: limit, expiresAt: endsAt },
        );
        return standingOf(state, limit, endsAt);
      } catch (error) {
        if (error instanceof StoreUnavailable) return standingOf(null, limit, endsAt);
        throw error;
      }
    },

    /** How many articles within the limit a reader has read this month. @throws StoreUnavailable */
    async reads(publisher: Publisher, reader: string): Promise<number> {
      if (!publisher.wall) return 0;
      return store.sizeOfSet({ tag: tagOf(publisher, reader), name: nameOf(publisher).name });
    },

    /** Forgets what a reader read; the months before are gone already. @throws StoreUnavailable */
    forget: (publisher: Publisher, reader: string): Promise<void> =>
      store.remove(tagOf(publisher, reader), [nameOf(publisher).name]),
  };
}

export type Meter = ReturnType<typeof createMeter>;

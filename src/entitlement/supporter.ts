import { counts } from '../giving/gift.ts';
import { forgetReaderOfGifts, giftsOfReader } from '../giving/giftStore.ts';
import type { Clock } from '../ground/clock.ts';
import type { Publisher } from '../ground/publisher.ts';
import { readerTag } from '../ground/readerTag.ts';
import type { Secrets } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';

export interface SupporterDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
}

/** Who is a supporter: somebody with a gift that counts today. */
export function createSupporters({ db, clock, secrets }: SupporterDependencies) {
  return {
    async isSupporter(publisher: Publisher, reader: string): Promise<boolean> {
      const gifts = await giftsOfReader(db, publisher.id, readerTag(secrets, publisher.id, reader));
      return gifts.some((gift) => counts(gift, publisher, clock.now()));
    },
    /** Cuts the link between a reader and what they gave. The gifts go on, and so do the books. */
    forget: (publisher: Publisher, reader: string): Promise<void> =>
      forgetReaderOfGifts(db, publisher.id, readerTag(secrets, publisher.id, reader)),
  };
}

export type Supporters = ReturnType<typeof createSupporters>;

import type { Request } from 'express';
import type { Gift } from '../giving/gift.ts';
import { findGift } from '../giving/giftStore.ts';
import { findPledge } from '../giving/pledgeStore.ts';
import type { LetterWords } from '../ground/letterTexts.ts';
import type { Limiter } from '../ground/limiter.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';
import type { Links } from './links.ts';

export interface GiftOfLinkDependencies {
  readonly db: Database;
  readonly publishers: Publishers;
  readonly words: LetterWords;
  readonly links: Links;
  readonly limiter: Limiter;
}

/** What the link of a letter leads to: a gift, its publisher, and the words for who gave. */
export function createGiftOfLink(dependencies: GiftOfLinkDependencies) {
  const { db, publishers, words, links, limiter } = dependencies;
  return {
    /** @throws Problem not_found, too_many_requests */
    async find(req: Request<{ token: string }>): Promise<[Gift, Publisher]> {
      await limiter.take(req.ip ?? 'unknown');
      const id = links.giftIdIn(req.params.token);
      const gift = id === undefined ? undefined : await findGift(db, id);
      if (!gift) throw new Problem('not_found');
      return [gift, findPublisher(publishers, gift.publisher)];
    },
    async wordsFor(gift: Gift, publisher: Publisher) {
      return words(publisher, (await findPledge(db, gift.pledgeId))?.locale);
    },
  };
}

export type GiftOfLink = ReturnType<typeof createGiftOfLink>;

import { timingSafeEqual } from 'node:crypto';
import { type Clock, dayMs } from '../ground/clock.ts';
import type { Publisher } from '../ground/publisher.ts';
import { readerTag } from '../ground/readerTag.ts';
import type { Secrets } from '../ground/secrets.ts';

/** For how long a letter leads back to the choices, in days. */
const lastsDays = 30;

/**
 * The signature in a letter's link to the article: that the reader asked to be led back there, whatever this browser still
 * remembers. It holds for one reader of one publisher until a time, and says neither who that is nor which letter it was in:
 * `<seconds since 1970, base 36>.<96 bits of HMAC-SHA-256>`.
 */
export function createWayBack({
  secrets,
  clock,
}: {
  readonly secrets: Secrets;
  readonly clock: Clock;
}) {
  const signed = (publisher: string, tag: string, until: string): string =>
    `${until}.${secrets.mac('way back', JSON.stringify([publisher, tag, until])).slice(0, 16)}`;

  return {
    /** The signature for a reader, named by the tag under which a publisher's readers are kept. */
    sign(publisher: string, tag: string): string {
      const until = Math.floor((clock.now().getTime() + lastsDays * dayMs) / 1000);
      return signed(publisher, tag, until.toString(36));
    },

    /** Whether this was signed for the reader, and still holds. */
    holds({ id: publisher }: Publisher, reader: string, signature: string): boolean {
      const [, until] = /^([0-9a-z]{6,8})\.[\w-]{16}$/.exec(signature) ?? [];
      if (!until || Number.parseInt(until, 36) * 1000 <= clock.now().getTime()) return false;
      const tag = readerTag(secrets, publisher, reader);
      const right = Buffer.from(signed(publisher, tag, until));
      const given = Buffer.from(signature);
      return right.length === given.length && timingSafeEqual(right, given);
    },
  };
}

import { findCode, linkDevice, takeCode } from '../giving/codeStore.ts';
import { findGift } from '../giving/giftStore.ts';
import type { Clock } from '../ground/clock.ts';
import { newId } from '../ground/ids.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import { readerTag } from '../ground/readerTag.ts';
import { type Secrets, tokenHash } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';

/** Ids of hand-overs begin so: they come back to the article in the place of a checkout's id. */
export const isHandOver = (id: string): boolean => id.startsWith('sin_');

/** Gives a supporter who signed in a key for this browser, once, and leaves that browser in peace from now on. */
export function createHandOver({
  db,
  clock,
  secrets,
}: {
  db: Database;
  clock: Clock;
  secrets: Secrets;
}) {
  /** @throws Problem not_found where it was used, is too old, or is another publisher's */
  return async function handOver(publisher: Publisher, id: string, reader?: string) {
    const now = clock.now();
    const hash = tokenHash(id);
    const code = await findCode(db, hash, 'hand-over', now);
    const gift = code && (await findGift(db, code.giftId));
    if (gift?.publisher !== publisher.id)
      throw new Problem('not_found', { detail: 'No such checkout.' });
    const supporterKey = newId('sup');
    const isTaken = await db.transaction(async (tx) => {
      if (!(await takeCode(tx, hash, 'hand-over', now))) return false;
      await tx.query('insert into supporter_key (hash, gift_id, created_at) values ($1, $2, $3)', [
        tokenHash(supporterKey),
        gift.id,
        now,
      ]);
      if (reader) await linkDevice(tx, gift.id, readerTag(secrets, publisher.id, reader));
      return true;
    });
    if (!isTaken) throw new Problem('not_found', { detail: 'No such checkout.' });
    return { status: 'complete' as const, supporterKey };
  };
}

import type { Request } from 'express';
import type { Gift } from '../giving/gift.ts';
import { giftOfKey } from '../giving/giftStore.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import { tokenHash } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';

/** The gift of whoever shows its supporter key as a bearer. @throws Problem unauthorized */
export async function giftOfBearer(
  db: Database,
  req: Request,
  publisher: Publisher,
): Promise<Gift> {
  const [scheme, key] = (req.get('Authorization') ?? '').split(' ');
  const gift =
    scheme?.toLowerCase() === 'bearer' && key?.startsWith('sup_')
      ? await giftOfKey(db, tokenHash(key))
      : undefined;
  if (gift?.publisher !== publisher.id) throw new Problem('unauthorized');
  return gift;
}

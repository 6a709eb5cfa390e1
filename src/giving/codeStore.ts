import type { Queryable } from '../ground/sql.ts';

export type CodePurpose = 'sign-in' | 'hand-over';

/** A code that works once, and what it stands for. Only its hash is kept. */
export interface OneTimeCode {
  readonly hash: string;
  readonly purpose: CodePurpose;
  readonly giftId: string;
  readonly sealedReturnUrl: string | null;
  readonly expiresAt: Date;
}

export async function storeCode(tx: Queryable, code: OneTimeCode): Promise<void> {
  await tx.query(
    `insert into one_time_code (hash, purpose, gift_id, sealed_return_url, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [code.hash, code.purpose, code.giftId, code.sealedReturnUrl, code.expiresAt],
  );
}

const columns = `hash, purpose, gift_id as "giftId", sealed_return_url as "sealedReturnUrl", expires_at as "expiresAt"`;

/** Looks at a code without using it up. */
export async function findCode(
  db: Queryable,
  hash: string,
  purpose: CodePurpose,
  now: Date,
): Promise<OneTimeCode | undefined> {
  const { rows } = await db.query<OneTimeCode>(
    `select ${columns} from one_time_code where hash = $1 and purpose = $2 and expires_at > $3`,
    [hash, purpose, now],
  );
  return rows[0];
}

/** Uses a code up: of all who come at once, one gets it. */
export async function takeCode(
  tx: Queryable,
  hash: string,
  purpose: CodePurpose,
  now: Date,
): Promise<OneTimeCode | undefined> {
  const { rows } = await tx.query<OneTimeCode>(
    `delete from one_time_code where hash = $1 and purpose = $2 and expires_at > $3 returning ${columns}`,
    [hash, purpose, now],
  );
  return rows[0];
}

export async function forgetCodes(db: Queryable, now: Date): Promise<number> {
  const { rowCount } = await db.query(
    'delete from one_time_code where expires_at <= $1 returning hash',
    [now],
  );
  return rowCount;
}

/** Remembers that a supporter reads with this browser, too. */
export async function linkDevice(tx: Queryable, giftId: string, readerTag: string): Promise<void> {
  await tx.query(
    'insert into gift_device (reader_tag, gift_id) values ($1, $2) on conflict do nothing',
    [readerTag, giftId],
  );
}

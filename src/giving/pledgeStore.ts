import { type Queryable, type Transaction, toInteger } from '../ground/sql.ts';
import type { NewPledge, Pledge } from './pledge.ts';

const columns =
  'id, publisher, reader_tag, frequency, amount, currency, return_url, locale, campaign, variant, request_key, attempt, status, session_id, session_url, created_at, key_shown_at';

const fromRow = (row: Record<string, unknown>): Pledge => ({
  id: row.id as string,
  publisher: row.publisher as string,
  readerTag: row.reader_tag as string | null,
  frequency: row.frequency as Pledge['frequency'],
  amount: toInteger(row.amount),
  currency: row.currency as string,
  returnUrl: row.return_url as string | null,
  locale: row.locale as string | null,
  campaign: row.campaign as string | null,
  variant: row.variant as string | null,
  requestKey: row.request_key as string | null,
  attempt: row.attempt as number,
  status: row.status as Pledge['status'],
  sessionId: row.session_id as string | null,
  sessionUrl: row.session_url as string | null,
  createdAt: row.created_at as Date,
  keyShownAt: row.key_shown_at as Date | null,
});

async function one(db: Queryable, where: string, values: unknown[]): Promise<Pledge | undefined> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select ${columns} from pledge where ${where}`,
    values,
  );
  return rows[0] && fromRow(rows[0]);
}

export const findPledge = (db: Queryable, id: string) => one(db, 'id = $1', [id]);

/** Stores a pledge unless one with its request key is there, and gives back the one that is there then. */
export async function storePledge(db: Queryable, pledge: NewPledge): Promise<Pledge> {
  const { rows } = await db.query<Record<string, unknown>>(
    `insert into pledge (id, publisher, reader_tag, frequency, amount, currency, return_url, locale, campaign, variant, request_key, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (publisher, request_key) do nothing
     returning ${columns}`,
    [
      pledge.id,
      pledge.publisher,
      pledge.readerTag,
      pledge.frequency,
      pledge.amount,
      pledge.currency,
      pledge.returnUrl,
      pledge.locale,
      pledge.campaign,
      pledge.variant,
      pledge.requestKey,
      pledge.createdAt,
    ],
  );
  if (rows[0]) return fromRow(rows[0]);
  const { publisher, requestKey } = pledge;
  const stored = await one(db, 'publisher = $1 and request_key = $2', [publisher, requestKey]);
  // Where it has closed since, its key is free.
  return stored ?? storePledge(db, pledge);
}

export async function rememberSession(
  db: Queryable,
  id: string,
  sessionId: string,
  sessionUrl: string,
): Promise<void> {
  await db.query(
    "update pledge set session_id = $2, session_url = $3 where id = $1 and status = 'open'",
    [id, sessionId, sessionUrl],
  );
}

/** Makes room for another try at Stripe under a new idempotency key. */
export async function nextAttempt(db: Queryable, id: string, attempt: number): Promise<void> {
  await db.query('update pledge set attempt = attempt + 1 where id = $1 and attempt = $2', [
    id,
    attempt,
  ]);
}

// A key that we derived is made of the reader's id, and would find this pledge for the same reader again.
const withoutReader = `reader_tag = null,
       request_key = case when request_key like 'derived:%' then null else request_key end`;

/**
 * Closes an open pledge, and forgets which article it came from and which reader it was; a request key that we derived
 * ourselves is free again, so that the same reader may give the same once more. A pledge that is closed stays
 * as it is, save that a payment which came after all turns `expired` into `complete`.
 */
export async function closePledge(
  tx: Transaction,
  id: string,
  status: 'complete' | 'expired',
  at: Date,
): Promise<void> {
  await tx.query(
    `update pledge set status = $2, closed_at = $3, return_url = null, session_url = null, ${withoutReader}
     where id = $1 and (status = 'open' or (status = 'expired' and $2 = 'complete'))`,
    [id, status, at],
  );
}

/**
 * Closes the pledges from before a time that nobody told the end of: they never had a session, or the news of it was lost.
 * A payment that Stripe tells of after all makes one complete. @returns how many
 */
export async function expirePledges(db: Queryable, before: Date, at: Date): Promise<number> {
  const { rowCount } = await db.query(
    `update pledge set status = 'expired', closed_at = $2, return_url = null, session_url = null, ${withoutReader}
     where status = 'open' and created_at < $1`,
    [before, at],
  );
  return rowCount;
}

/** Cuts the link between a reader and what they mean to give. */
export const freePledges = (db: Queryable, publisher: string, readerTag: string) =>
  db.query(`update pledge set ${withoutReader} where publisher = $1 and reader_tag = $2`, [
    publisher,
    readerTag,
  ]);

/**
 * Marks the supporter key of a pledge as shown, if it may be: once, and within `repeatMs` again to the reader that
 * began it, whose connection may have broken.
 * @returns whether it may be shown now
 */
export async function claimKeyShowing(
  db: Queryable,
  id: string,
  now: Date,
  repeatAfter: Date | null,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update pledge set key_shown_at = coalesce(key_shown_at, $2)
     where id = $1 and status = 'complete' and (key_shown_at is null or key_shown_at > $3::timestamptz) returning id`,
    [id, now, repeatAfter],
  );
  return rowCount > 0;
}

import { type Queryable, toInteger } from '../ground/sql.ts';

/** What our ledger says of one balance transaction. */
export interface BookedMovement {
  readonly source: string;
  readonly transferId: string;
  readonly currency: string | null;
  /** What it did to the balance at Stripe, in minor units. */
  readonly net: number;
  readonly fee: number;
}

const select = `select t.source, t.id, min(e.currency) as currency,
    coalesce(sum(e.amount) filter (where e.account = 'stripe_balance'), 0)::text as net,
    coalesce(sum(e.amount) filter (where e.account = 'fees'), 0)::text as fee
  from transfer t left join entry e on e.transfer_id = t.id`;

const fromRow = (row: Record<string, unknown>): BookedMovement => ({
  source: row.source as string,
  transferId: row.id as string,
  currency: row.currency as string | null,
  net: toInteger(row.net),
  fee: toInteger(row.fee),
});

/** What is booked of these balance transactions. */
export async function movementsOf(
  db: Queryable,
  sources: readonly string[],
): Promise<Map<string, BookedMovement>> {
  const { rows } = await db.query<Record<string, unknown>>(
    `${select} where t.source = any($1) group by t.id`,
    [sources],
  );
  return new Map(rows.map(fromRow).map((one) => [one.source, one]));
}

/** What is booked of an account's balance transactions from one instant (with it) to another (without it). */
export async function movementsBetween(
  db: Queryable,
  publishers: readonly string[],
  from: Date,
  to: Date,
): Promise<Map<string, BookedMovement>> {
  // A source with a colon moved money outside Stripe: no balance transaction tells of it.
  const { rows } = await db.query<Record<string, unknown>>(
    `${select} where t.publisher = any($1) and t.at >= $2 and t.at < $3 and t.source not like '%:%' group by t.id`,
    [publishers, from, to],
  );
  return new Map(rows.map(fromRow).map((one) => [one.source, one]));
}

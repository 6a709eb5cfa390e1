import { type Queryable, type Transaction, toInteger } from '../ground/sql.ts';
import { bankTransfer, type Payout } from './payout.ts';
import { bookedAmong, bookTransfers } from './store.ts';

/**
 * Stores what was read of a payout, unless something read later is there, and books what its status says of the bank.
 * A payout that failed after it had arrived takes the money back out of the bank.
 */
export async function savePayout(tx: Transaction, payout: Payout): Promise<void> {
  const { rowCount } = await tx.query(
    `insert into payout (id, publisher, amount, currency, status, automatic, movement, failure_movement, created_at,
       arrives_at, stripe_reconciliation, read_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (id) do update set amount = excluded.amount, status = excluded.status, movement = excluded.movement,
       failure_movement = excluded.failure_movement, arrives_at = excluded.arrives_at,
       stripe_reconciliation = excluded.stripe_reconciliation, read_at = excluded.read_at
     where payout.read_at <= excluded.read_at
     returning id`,
    [
      payout.id,
      payout.publisher,
      payout.amount,
      payout.currency,
      payout.status,
      payout.automatic,
      payout.movement,
      payout.failureMovement,
      payout.createdAt,
      payout.arrivesAt,
      payout.stripeReconciliation,
      payout.readAt,
    ],
  );
  if (rowCount === 0) return;
  const arrival = bankTransfer(payout, 'arrival');
  if (payout.status === 'paid') await bookTransfers(tx, [arrival]);
  if (payout.status !== 'failed') return;
  // The row is ours until we commit, so nobody can book the arrival between this look and its return.
  const arrived = (await bookedAmong(tx, [arrival.source])).size > 0;
  if (arrived) await bookTransfers(tx, [bankTransfer(payout, 'return')]);
}

/** A payout with how far our books explain it. */
export interface KeptPayout extends Payout {
  readonly checkedAt: Date | null;
  /** When every cent of it was explained. */
  readonly reconciledAt: Date | null;
  /** Minor units that our ledger does not explain; null before the first check. */
  readonly unexplained: number | null;
}

const fromRow = (row: Record<string, unknown>): KeptPayout => ({
  id: row.id as string,
  publisher: row.publisher as string,
  amount: toInteger(row.amount),
  currency: row.currency as string,
  status: row.status as Payout['status'],
  automatic: row.automatic as boolean,
  movement: row.movement as string | null,
  failureMovement: row.failure_movement as string | null,
  createdAt: row.created_at as Date,
  arrivesAt: row.arrives_at as Date,
  stripeReconciliation: row.stripe_reconciliation as Payout['stripeReconciliation'],
  readAt: row.read_at as Date,
  checkedAt: row.checked_at as Date | null,
  reconciledAt: row.reconciled_at as Date | null,
  unexplained: row.unexplained === null ? null : toInteger(row.unexplained),
});

export interface PayoutFilter {
  readonly publisher?: string | undefined;
  readonly status?: string | undefined;
  readonly reconciled?: boolean | undefined;
  /** Only those that come after this one in the list: newest first, by creation and id. */
  readonly after?: { createdAt: Date; id: string } | undefined;
  readonly limit: number;
}

/** Payouts, the newest first. */
export async function listPayouts(
  db: Queryable,
  { publisher, status, reconciled, after, limit }: PayoutFilter,
): Promise<KeptPayout[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select * from payout
     where ($1::text is null or publisher = $1) and ($2::text is null or status = $2)
       and ($3::boolean is null or (reconciled_at is not null) = $3)
       and ($4::timestamptz is null or (created_at, id) < ($4, $5))
     order by created_at desc, id desc limit $6`,
    [
      publisher ?? null,
      status ?? null,
      reconciled ?? null,
      after?.createdAt ?? null,
      after?.id ?? null,
      limit,
    ],
  );
  return rows.map(fromRow);
}

export async function findPayout(db: Queryable, id: string): Promise<KeptPayout | undefined> {
  const { rows } = await db.query<Record<string, unknown>>('select * from payout where id = $1', [
    id,
  ]);
  return rows[0] && fromRow(rows[0]);
}

/** Whether the bank took a later payout in the same currency: what kept it from taking an earlier one is mended. */
export async function wasPaidSince(
  db: Queryable,
  { publisher, currency, createdAt }: Pick<Payout, 'publisher' | 'currency' | 'createdAt'>,
): Promise<boolean> {
  const { rows } = await db.query(
    `select 1 from payout where publisher = $1 and currency = $2 and created_at > $3 and status = 'paid' limit 1`,
    [publisher, currency, createdAt],
  );
  return rows.length > 0;
}

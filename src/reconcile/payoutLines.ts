import { fromUnixSeconds } from '../ground/clock.ts';
import { type Queryable, type Transaction, toInteger } from '../ground/sql.ts';
import type { Stripe } from '../ground/stripe.ts';
import { movementsOf } from '../ledger/movementStore.ts';
import { agrees } from './compare.ts';

export interface PayoutCheck {
  readonly lines: readonly Stripe.BalanceTransaction[];
  /** Those that our ledger did not have before the check. */
  readonly missed: ReadonlySet<string>;
  readonly isReconciled: boolean;
  readonly unexplained: number | null;
  readonly at: Date;
}

/** Keeps what a check of a payout found. That a line was missing once stays known. */
export async function savePayoutCheck(
  tx: Transaction,
  payoutId: string,
  { lines, missed, isReconciled, unexplained, at }: PayoutCheck,
): Promise<void> {
  for (const line of lines)
    await tx.query(
      `insert into payout_line (payout_id, source, kind, currency, amount, fee, net, at, missed)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (payout_id, source) do update set amount = $5, fee = $6, net = $7, missed = payout_line.missed or $9`,
      [
        payoutId,
        line.id,
        line.type,
        line.currency,
        line.amount,
        line.fee,
        line.net,
        fromUnixSeconds(line.created),
        missed.has(line.id),
      ],
    );
  await tx.query(
    `update payout set checked_at = $2, unexplained = $3, reconciled_at = case when $4 then coalesce(reconciled_at, $2) end
     where id = $1`,
    [payoutId, at, unexplained, isReconciled],
  );
}

/** A line of a payout: what Stripe says, what we say, and whether that is the same. */
export interface PayoutLine {
  readonly source: string;
  readonly kind: string;
  readonly at: Date;
  readonly currency: string;
  readonly stripe: { readonly amount: number; readonly fee: number; readonly net: number };
  readonly ours: { readonly transfer: string; readonly fee: number; readonly net: number } | null;
  readonly verdict: 'explained' | 'missing' | 'differs';
  /** Whether no event had brought it, so that it was added by a check. */
  readonly addedByCheck: boolean;
}

/** Every line of a payout, in order of time, held against the ledger as it is now. */
export async function listPayoutLines(db: Queryable, payoutId: string): Promise<PayoutLine[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    'select * from payout_line where payout_id = $1 order by at, source',
    [payoutId],
  );
  const ours = await movementsOf(
    db,
    rows.map((row) => row.source as string),
  );
  return rows.map((row) => {
    const source = row.source as string;
    const currency = row.currency as string;
    const [amount, fee, net] = [row.amount, row.fee, row.net].map(toInteger) as [
      number,
      number,
      number,
    ];
    const booked = ours.get(source);
    const isSame = booked && agrees({ id: source, currency, net, fee }, booked);
    return {
      source,
      kind: row.kind as string,
      at: row.at as Date,
      currency,
      stripe: { amount, fee, net },
      ours: booked ? { transfer: booked.transferId, fee: booked.fee, net: booked.net } : null,
      verdict: isSame ? 'explained' : booked ? 'differs' : 'missing',
      addedByCheck: row.missed as boolean,
    };
  });
}

/** Payouts that wait for a check: never checked since Stripe knew all their lines, or not explained when last looked at. */
export async function payoutsToCheck(
  db: Queryable,
  checkedBefore: Date,
): Promise<{ id: string; publisher: string }[]> {
  const { rows } = await db.query<{ id: string; publisher: string }>(
    `select id, publisher from payout
     where reconciled_at is null and stripe_reconciliation = 'completed' and (checked_at is null or checked_at < $1)
     order by created_at limit 100`,
    [checkedBefore],
  );
  return rows;
}

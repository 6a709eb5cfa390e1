import type { Stripe } from '../../ground/stripe.ts';
import type { Fee } from '../money/fees.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';

export const daySeconds = 86_400;
/** Card money is pending until the second midnight (UTC). */
const pendingDays = 2;
const pendingUntil = (at: number): number =>
  (Math.floor(at / daySeconds) + pendingDays) * daySeconds;

export interface Movement {
  /** In the currency that the account settles in, as all that stands on its balance. */
  readonly amount: number;
  readonly currency: string;
  /** By how much the amount was multiplied where the money came in another currency. */
  readonly exchangeRate?: number | null;
  readonly fees?: readonly Fee[];
  readonly type: Stripe.BalanceTransaction.Type;
  readonly reportingCategory: string;
  readonly source: string;
  readonly description: string | null;
  /** Unix seconds; as for card money where absent. */
  readonly availableOn?: number;
  /** The payout that this is the bank's side of: it is no money to pay out. */
  readonly payout?: string;
}

/** Kept beside a transaction: the test clock by whose time it becomes available. */
export interface TransactionHidden {
  readonly clock: string | null;
}

/** The first midnight (UTC) that is not before a time. */
export const midnightFrom = (at: number): number => Math.ceil(at / daySeconds) * daySeconds;

/** Automatic payouts are made at midnight (UTC), of what is available by then. */
const schedulePayout = (work: Work, currency: string, availableOn: number): void =>
  work.schedule('payout.make', currency, midnightFrom(availableOn));

const feeDetail = (currency: string, { amount, description }: Fee) => ({
  amount,
  application: null,
  currency,
  description,
  type: 'stripe_fee',
});

/** Moves the balance: the one place where money is kept. */
export function moveBalance(work: Work, movement: Movement): Stripe.BalanceTransaction {
  const { amount, currency, type, source, description, payout } = movement;
  const availableOn = movement.availableOn ?? pendingUntil(work.at);
  const fees = (movement.fees ?? []).filter((fee) => fee.amount !== 0);
  const fee = fees.reduce((sum, one) => sum + one.amount, 0);
  const transaction: Stripe.BalanceTransaction = {
    id: newStripeId('txn', 24),
    object: 'balance_transaction',
    amount,
    available_on: availableOn,
    balance_type: 'payments',
    created: work.at,
    currency,
    description,
    exchange_rate: movement.exchangeRate ?? null,
    fee,
    fee_details: fees.map((one) => feeDetail(currency, one)),
    net: amount - fee,
    reporting_category: movement.reportingCategory,
    source,
    status: availableOn <= work.at ? 'available' : 'pending',
    type,
  };
  work.save('balance_transaction', transaction, {
    hidden: { clock: work.clock } satisfies TransactionHidden,
    refs: {
      clock: work.clock ?? 'none',
      paid_out: payout !== undefined,
      ...(payout !== undefined && { payout }),
    },
  });
  if (payout === undefined) schedulePayout(work, currency, availableOn);
  return transaction;
}

/** A transaction as it is now: what was pending becomes available by itself as time goes by. */
export const asOf = (transaction: Stripe.BalanceTransaction, at: number) => ({
  ...transaction,
  status: transaction.available_on <= at ? 'available' : transaction.status,
});

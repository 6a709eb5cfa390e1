import type { Stripe } from '../../ground/stripe.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';

export const daySeconds = 86_400;
/** Card money is pending for two days. */
const pendingDays = 2;

export interface Movement {
  readonly amount: number;
  readonly currency: string;
  readonly fee: number;
  readonly type: Stripe.BalanceTransaction.Type;
  readonly reportingCategory: string;
  readonly source: string;
  readonly description: string | null;
  /** Available at once; otherwise after two days. */
  readonly availableNow?: boolean;
}

/** Kept beside a transaction: the test clock by whose time it becomes available. */
export interface TransactionHidden {
  readonly clock: string | null;
}

/** Automatic payouts are made at midnight (UTC), of what is available by then. */
export const schedulePayout = (work: Work, currency: string, availableOn: number): void =>
  work.schedule('payout.make', currency, (Math.floor(availableOn / daySeconds) + 1) * daySeconds);

/** Moves the balance: the one place where money is kept. */
export function moveBalance(work: Work, movement: Movement): Stripe.BalanceTransaction {
  const { amount, currency, fee, type, source, description } = movement;
  const availableOn = movement.availableNow ? work.at : work.at + pendingDays * daySeconds;
  const transaction: Stripe.BalanceTransaction = {
    id: newStripeId('txn', 24),
    object: 'balance_transaction',
    amount,
    available_on: availableOn,
    balance_type: 'payments',
    created: work.at,
    currency,
    description,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency,
              description: 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: amount - fee,
    reporting_category: movement.reportingCategory,
    source,
    status: availableOn <= work.at ? 'available' : 'pending',
    type,
  };
  work.save('balance_transaction', transaction, {
    hidden: { clock: work.clock } satisfies TransactionHidden,
    refs: { clock: work.clock ?? 'none', paid_out: false },
  });
  schedulePayout(work, currency, availableOn);
  return transaction;
}

/** A transaction as it is now: what was pending becomes available by itself as time goes by. */
export const asOf = (transaction: Stripe.BalanceTransaction, at: number) => ({
  ...transaction,
  status: transaction.available_on <= at ? 'available' : transaction.status,
});

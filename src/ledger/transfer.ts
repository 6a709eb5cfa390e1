import { fromUnixSeconds } from '../ground/clock.ts';
import type { Frequency } from '../ground/publisher.ts';
import type { Stripe } from '../ground/stripe.ts';
import { type Account, giftAccount } from './account.ts';

export interface Entry {
  readonly account: Account;
  readonly currency: string;
  /** Minor units; positive is a debit, negative a credit. */
  readonly amount: number;
}

/** One movement of money at Stripe, as lines that add up to nothing per currency. */
export interface Transfer {
  /** The balance transaction it explains; no two transfers have the same. */
  readonly source: string;
  readonly publisher: string;
  /** Stripe's own word for the movement: its type. */
  readonly kind: string;
  readonly giftId: string | undefined;
  readonly at: Date;
  readonly entries: readonly Entry[];
}

/** Whose money a movement is, as far as we know it. */
export interface Origin {
  readonly publisher: string;
  readonly giftId?: string | undefined;
  readonly frequency?: Frequency | undefined;
}

type Movement = Pick<
  Stripe.BalanceTransaction,
  'id' | 'type' | 'amount' | 'fee' | 'currency' | 'created' | 'reporting_category'
>;

/** The account that stands against Stripe's balance for a movement, by its reporting category. https://docs.stripe.com/reports/reporting-categories */
function counterAccount(movement: Movement, origin: Origin): Account {
  switch (movement.reporting_category) {
    case 'charge':
    case 'charge_failure':
      return origin.frequency ? giftAccount(origin.frequency) : 'other_income';
    case 'refund':
    case 'refund_failure':
    case 'partial_capture_reversal':
      return 'refunds';
    case 'dispute':
    case 'dispute_reversal':
      return 'disputes';
    case 'payout':
    case 'payout_reversal':
      return 'payouts_in_transit';
    case 'fee':
      return 'fees';
    default:
      return movement.amount > 0 ? 'other_income' : 'other_cost';
  }
}

/**
 * The balanced transfer for one balance transaction: Stripe's balance moves by the net, fees by the fee, and the
 * account that the movement belongs to by the gross.
 */
export function transferOf(movement: Movement, origin: Origin): Transfer {
  const { amount, fee, currency } = movement;
  const lines: Entry[] = [
    { account: 'stripe_balance', currency, amount: amount - fee },
    { account: 'fees', currency, amount: fee },
    { account: counterAccount(movement, origin), currency, amount: -amount },
  ];
  return {
    source: movement.id,
    publisher: origin.publisher,
    kind: movement.type,
    giftId: origin.giftId,
    at: fromUnixSeconds(movement.created),
    entries: lines.filter((line) => line.amount !== 0),
  };
}

/** Per currency what the entries add up to, where that is not nothing: empty for a transfer that may be booked. */
export function imbalance(entries: readonly Entry[]): { currency: string; amount: number }[] {
  const sums = new Map<string, number>();
  for (const { currency, amount } of entries)
    sums.set(currency, (sums.get(currency) ?? 0) + amount);
  return [...sums]
    .filter(([, amount]) => amount !== 0)
    .map(([currency, amount]) => ({ currency, amount }));
}

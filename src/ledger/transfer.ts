import { fromUnixSeconds } from '../ground/clock.ts';
import type { Frequency } from '../ground/publisher.ts';
import type { Stripe } from '../ground/stripe.ts';
import { type Account, giftAccount } from './account.ts';

/** Money of a charge that goes back: a refund, or what a bank disputes. */
export interface Part {
  readonly amount: number;
  readonly currency: string;
}

export interface Entry {
  readonly account: Account;
  readonly currency: string;
  /** Minor units; positive is a debit, negative a credit. */
  readonly amount: number;
}

/** One movement of money at Stripe, as lines that add up to nothing per currency. */
export interface Transfer {
  /** The balance transaction it explains, or the object whose news moved money outside Stripe; no two have the same. */
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
      return 'disputes_held';
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
 * account that the movement belongs to by the gross. Where a gift goes back at another rate than it came at,
 * `atGiftsRate` is the gross at the gift's own rate: the rest is the difference that the exchange made.
 */
export function transferOf(movement: Movement, origin: Origin, atGiftsRate?: number): Transfer {
  const { amount, fee, currency } = movement;
  const gross = atGiftsRate ?? amount;
  const lines: Entry[] = [
    { account: 'stripe_balance', currency, amount: amount - fee },
    { account: 'fees', currency, amount: fee },
    { account: counterAccount(movement, origin), currency, amount: -gross },
    { account: 'exchange_differences', currency, amount: gross - amount },
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

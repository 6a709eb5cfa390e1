import type Stripe from 'stripe';

/** 2.9 % and 30 of the smallest unit, 1 % more where it was exchanged, never more than came; of two decimals. */
function feeOfCharge({ amount, exchange_rate }: Stripe.BalanceTransaction): number {
  const processing = Math.round(amount * 0.029) + 30;
  return Math.min(amount, processing + (exchange_rate === null ? 0 : Math.round(amount * 0.01)));
}

const disputeFees: Readonly<Record<string, number>> = { eur: 2000, gbp: 2000 };

function feeOf(moved: Stripe.BalanceTransaction): number {
  if (moved.type === 'charge') return feeOfCharge(moved);
  return moved.reporting_category === 'dispute' ? (disputeFees[moved.currency] ?? 1500) : 0;
}

/** Where a fee is not what Stripe keeps: taken of charges and disputes alone, and not given back with a refund. */
export const feeFaults = (transactions: readonly Stripe.BalanceTransaction[]): string[] =>
  transactions
    .filter((moved) => moved.fee !== feeOf(moved) || moved.net !== moved.amount - moved.fee)
    .map(
      (moved) => `a ${moved.type} of ${moved.amount} has a fee of ${moved.fee}, net ${moved.net}`,
    );

import type Stripe from 'stripe';

/** Everything that an account's money can be told from, as the API lists it. */
export interface Lists {
  readonly charges: readonly Stripe.Charge[];
  readonly refunds: readonly Stripe.Refund[];
  readonly disputes: readonly Stripe.Dispute[];
  readonly payouts: readonly Stripe.Payout[];
  readonly transactions: readonly Stripe.BalanceTransaction[];
  /** By payout: what it says it is made of. */
  readonly partsOf: ReadonlyMap<string, readonly Stripe.BalanceTransaction[]>;
  readonly balance: Pick<Stripe.Balance, 'available' | 'pending'>;
}

const page = { limit: 100 } as const;

async function toTheEnd<T>(list: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of list) found.push(one);
  return found;
}

/** Reads an account's lists to their ends. */
export async function readLists(stripe: Stripe): Promise<Lists> {
  const payouts = await toTheEnd(stripe.payouts.list(page));
  const partsOf = new Map<string, readonly Stripe.BalanceTransaction[]>();
  for (const { id, automatic } of payouts)
    if (automatic)
      partsOf.set(id, await toTheEnd(stripe.balanceTransactions.list({ ...page, payout: id })));
  const moved = ['data.balance_transaction', 'data.failure_balance_transaction'];
  return {
    charges: await toTheEnd(stripe.charges.list({ ...page, expand: moved.slice(0, 1) })),
    refunds: await toTheEnd(stripe.refunds.list({ ...page, expand: moved })),
    disputes: await toTheEnd(stripe.disputes.list(page)),
    payouts,
    transactions: await toTheEnd(stripe.balanceTransactions.list(page)),
    partsOf,
    balance: await stripe.balance.retrieve(),
  };
}

import type Stripe from 'stripe';

const every = { limit: 10_000 };

/** All that an account's money did, as its API tells. */
export async function readBooks(stripe: Stripe) {
  const charges = await stripe.charges
    .list({ limit: 100, expand: ['data.balance_transaction'] })
    .autoPagingToArray(every);
  return {
    charges: charges.filter(({ paid, captured }) => paid && captured),
    refunds: await stripe.refunds.list({ limit: 100 }).autoPagingToArray(every),
    disputes: await stripe.disputes.list({ limit: 100 }).autoPagingToArray(every),
    payouts: await stripe.payouts.list({ limit: 100 }).autoPagingToArray(every),
    transactions: await stripe.balanceTransactions.list({ limit: 100 }).autoPagingToArray(every),
    balance: await stripe.balance.retrieve(),
  };
}

export type Books = Awaited<ReturnType<typeof readBooks>>;

/** What a charge's reader and their bank have of it back: minor units of its currency. */
function goneFrom(charge: Stripe.Charge, { refunds, disputes }: Books): number {
  const refunded = refunds
    .filter((refund) => refund.charge === charge.id && refund.status !== 'failed')
    .reduce((sum, { amount }) => sum + amount, 0);
  const disputed = disputes
    .filter(
      (one) => one.charge === charge.id && /^(needs_response|under_review|lost)$/.test(one.status),
    )
    .reduce((sum, { amount }) => sum + amount, 0);
  return refunded + disputed;
}

/** Charges less refunds, disputes and fees: what must be on the balance or paid out. */
export function earnedIn(currency: string, books: Books): number {
  const kept = books.charges
    .map((charge) => ({ charge, paid: charge.balance_transaction as Stripe.BalanceTransaction }))
    .filter(({ paid }) => paid.currency === currency)
    .map(({ charge, paid }) => {
      const rate = paid.exchange_rate ?? 1;
      const settled = (amount: number) => Math.round(amount * rate);
      return settled(charge.amount_captured) - settled(goneFrom(charge, books));
    });
  const fees = books.transactions.filter((one) => one.currency === currency);
  return kept.reduce((a, b) => a + b, 0) - fees.reduce((sum, { fee }) => sum + fee, 0);
}

/** What is on the balance, available or not, and what was paid out and did not come back. */
export function heldIn(currency: string, { balance, payouts }: Books): number {
  const funds = [...balance.available, ...balance.pending, ...payouts.filter(isOut)];
  return funds
    .filter((one) => one.currency === currency)
    .reduce((sum, { amount }) => sum + amount, 0);
}

const isOut = ({ status }: Stripe.Payout) => status !== 'failed' && status !== 'canceled';

/** The automatic payouts with what each is made of, its own row left out. */
export async function paidOut(stripe: Stripe, { payouts }: Books) {
  const own = payouts.filter(({ automatic }) => automatic);
  return Promise.all(
    own.map(async ({ id, amount, balance_transaction }) => {
      const all = await stripe.balanceTransactions
        .list({ payout: id, limit: 100 })
        .autoPagingToArray(every);
      const rows = all.filter((row) => row.id !== balance_transaction);
      return { amount, rows, sum: rows.reduce((sum, { net }) => sum + net, 0) };
    }),
  );
}

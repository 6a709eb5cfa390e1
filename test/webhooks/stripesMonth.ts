import type Stripe from 'stripe';

/** The month of a time of Stripe's, in a time zone. */
const monthOf = (seconds: number, timeZone: string): string =>
  new Date(seconds * 1000).toLocaleDateString('sv-SE', { timeZone }).slice(0, 7);

const all = { limit: 100 } as const;

/** A month's statement by the arithmetic of Stripe's own lists alone, in minor units of the account's one currency. */
export async function stripesMonth(client: Stripe, month: string, timeZone: string) {
  const isIn = (seconds: number | null | undefined) =>
    typeof seconds === 'number' && monthOf(seconds, timeZone) === month;
  const sums = { gross: 0, fees: 0, refunds: 0, disputes: 0, net: 0, payouts: 0 };
  const by = { once: 0, monthly: 0, annual: 0 };
  for await (const {
    created,
    type,
    reporting_category: category,
    amount,
    fee,
    net,
  } of client.balanceTransactions.list(all)) {
    if (!isIn(created)) continue;
    if (type.startsWith('payout')) {
      sums.payouts -= net;
      continue;
    }
    sums.fees += fee;
    sums.net += net;
    if (category === 'charge') sums.gross += amount;
    else if (category.startsWith('refund')) sums.refunds -= amount;
    else if (category.startsWith('dispute')) sums.disputes -= amount;
    else throw new Error(`nobody knows ${category}`);
  }
  const subscriptions = await client.subscriptions
    .list({ ...all, status: 'all' })
    .autoPagingToArray({ limit: 1000 });
  const intervalOf = new Map(
    subscriptions.map(({ id, items }) => [id, items.data[0]!.price.recurring!.interval]),
  );
  for await (const invoice of client.invoices.list({ ...all, status: 'paid' })) {
    if (!isIn(invoice.status_transitions.paid_at)) continue;
    const of = invoice.parent!.subscription_details!.subscription as string;
    by[intervalOf.get(of) === 'year' ? 'annual' : 'monthly'] += invoice.amount_paid;
  }
  by.once = sums.gross - by.monthly - by.annual;
  const running = (one: Stripe.Subscription) =>
    monthOf(one.created, timeZone) <= month &&
    !(one.ended_at && monthOf(one.ended_at, timeZone) <= month);
  const worth = subscriptions.filter(running).map(({ items }) => {
    const { unit_amount: amount, recurring } = items.data[0]!.price;
    return recurring!.interval === 'year' ? amount! / 12 : amount!;
  });
  return {
    money: { ...by, ...sums, other: 0 },
    people: {
      began: subscriptions.filter(({ created }) => isIn(created)).length,
      ended: subscriptions.filter((one) => isIn(one.ended_at)).length,
      atStart: subscriptions.filter(
        (one) =>
          monthOf(one.created, timeZone) < month &&
          !(one.ended_at && monthOf(one.ended_at, timeZone) < month),
      ).length,
      now: worth.length,
    },
    recurring: Math.round(worth.reduce((sum, one) => sum + one, 0)),
  };
}

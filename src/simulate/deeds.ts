import type { Stripe } from '../ground/stripe.ts';
import type { Deed, DeedKind } from './life.ts';
import type { Supporter, World } from './supporter.ts';

type Do = (world: World, supporter: Supporter, deed: Deed) => Promise<unknown>;

/** The subscription while there is something to do with it. */
async function running({ stripe }: World, { subscription: id }: Supporter) {
  const subscription = id ? await stripe.subscriptions.retrieve(id) : undefined;
  return subscription?.status === 'canceled' ? undefined : subscription;
}

const takeCard =
  (name: string): Do =>
  async (world, supporter) => {
    const subscription = await running(world, supporter);
    if (!subscription) return;
    const { customer } = supporter;
    const method = await world.stripe.paymentMethods.attach(name, { customer });
    await world.stripe.subscriptions.update(subscription.id, {
      default_payment_method: method.id,
    });
  };

async function chargesOf({ stripe }: World, { customer }: Supporter): Promise<Stripe.Charge[]> {
  return (await stripe.charges.list({ customer, limit: 20 })).data;
}

/** Gives back of the last charge that can be given back of. */
const refund =
  (partOf: (amount: number) => number | undefined): Do =>
  async (world, supporter) => {
    const charges = await chargesOf(world, supporter);
    const charge = charges.find((one) => one.paid && one.amount_refunded === 0 && !one.disputed);
    if (!charge) return;
    const amount = partOf(charge.amount);
    await world.stripe.refunds.create({
      charge: charge.id,
      reason: 'requested_by_customer',
      ...(amount !== undefined && { amount }),
    });
  };

async function openDispute(world: World, supporter: Supporter) {
  const charges = await chargesOf(world, supporter);
  const charge = charges.find((one) => one.disputed);
  if (!charge) return undefined;
  const { data } = await world.stripe.disputes.list({ charge: charge.id, limit: 10 });
  return data.find((dispute) => dispute.status === 'needs_response');
}

const answer =
  (words: string): Do =>
  async (world, supporter) => {
    const dispute = await openDispute(world, supporter);
    if (!dispute) return;
    const evidence = { uncategorized_text: words };
    await world.stripe.disputes.update(dispute.id, { evidence, submit: true });
  };

const concedeDispute: Do = async (world, supporter) => {
  const dispute = await openDispute(world, supporter);
  if (dispute) await world.stripe.disputes.close(dispute.id);
};

const changeAmount: Do = async (world, supporter, { amount }) => {
  const subscription = await running(world, supporter);
  const item = subscription?.items.data[0];
  if (!subscription || !item || amount === undefined) return;
  const { currency, product, recurring } = item.price;
  await world.stripe.subscriptions.update(subscription.id, {
    items: [
      {
        id: item.id,
        price_data: {
          currency,
          product: typeof product === 'string' ? product : product.id,
          unit_amount: amount,
          recurring: { interval: recurring!.interval },
        },
      },
    ],
    proration_behavior: 'none',
  });
};

/** What each deed does at Stripe. One that no longer fits, since the gift has ended meanwhile, does nothing. */
export const deeds: Record<Exclude<DeedKind, 'give'>, Do> = {
  changeAmount,
  concedeDispute,
  breakCard: takeCard('pm_card_chargeCustomerFail'),
  mendCard: takeCard('pm_card_visa'),
  takeDisputedCard: takeCard('pm_card_createDispute'),
  refund: refund(() => undefined),
  refundHalf: refund((amount) => Math.ceil(amount / 2)),
  winDispute: answer('winning_evidence'),
  loseDispute: answer('losing_evidence'),
  pause: async (world, supporter) => {
    const subscription = await running(world, supporter);
    if (subscription?.status === 'active') await world.stripe.subscriptions.pause(subscription.id);
  },
  resume: async (world, supporter) => {
    const subscription = await running(world, supporter);
    if (subscription?.status === 'paused') await world.stripe.subscriptions.resume(subscription.id);
  },
  cancelAtPeriodEnd: async (world, supporter) => {
    const subscription = await running(world, supporter);
    if (!subscription) return;
    await world.stripe.subscriptions.update(subscription.id, {
      cancel_at_period_end: true,
      cancellation_details: { feedback: 'too_expensive' },
    });
  },
  cancelNow: async (world, supporter) => {
    const subscription = await running(world, supporter);
    if (subscription) await world.stripe.subscriptions.cancel(subscription.id);
  },
};

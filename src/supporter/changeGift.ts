import { endsAtOnce, type Gift, recurringGift } from '../giving/gift.ts';
import { findGift, readingTime, saveGift } from '../giving/giftStore.ts';
import { findPledge } from '../giving/pledgeStore.ts';
import type { Clock } from '../ground/clock.ts';
import { Problem } from '../ground/problem.ts';
import type { Database } from '../ground/sql.ts';
import type { Stripe } from '../ground/stripe.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import { asProblem } from '../ground/stripeProblem.ts';

/** What a supporter asks for; each can be asked again without a second effect. */
export type GiftChange =
  | { readonly amount: number }
  | { readonly paused: boolean }
  | { readonly ends: boolean }
  | { readonly endsNow: true };

type Subscriptions = Stripe['subscriptions'];

const intervals = { monthly: 'month', annual: 'year', once: 'month' } as const;

async function changeAmount(subscriptions: Subscriptions, gift: Gift, id: string, amount: number) {
  if (amount === gift.amount) return;
  const { items } = await subscriptions.retrieve(id);
  const [item] = items.data;
  const product = item?.price.product;
  if (!item || !product) throw new Error(`the subscription ${id} has no item`);
  // From the next period on: what is paid stays paid. https://docs.stripe.com/billing/subscriptions/prorations
  await subscriptions.update(id, {
    proration_behavior: 'none',
    items: [
      {
        id: item.id,
        price_data: {
          currency: gift.currency,
          product: typeof product === 'string' ? product : product.id,
          unit_amount: amount,
          recurring: { interval: intervals[gift.frequency] },
        },
      },
    ],
  });
}

/** At the end of what is paid; at once where nothing is paid now. Taken back as long as it has not ended. */
async function changeEnd(subscriptions: Subscriptions, gift: Gift, id: string, ends: boolean) {
  if (ends === (gift.endsAt !== null)) return;
  if (ends && endsAtOnce(gift)) await subscriptions.cancel(id);
  else await subscriptions.update(id, { cancel_at_period_end: ends });
}

/** What is paid stays paid, and is not paid again: who resumes before it is over goes on with it, who does so later begins a period. */
async function changePause(
  subscriptions: Subscriptions,
  gift: Gift,
  id: string,
  { paused, now }: { paused: boolean; now: Date },
) {
  if (paused === (gift.status === 'paused')) return;
  if (paused) await subscriptions.pause(id, { bill_for: { unused_time_from: { type: 'none' } } });
  else if (gift.paidUntil && gift.paidUntil > now)
    await subscriptions.resume(id, {
      billing_cycle_anchor: { type: 'unchanged' },
      proration_behavior: 'none',
    });
  else await subscriptions.resume(id, {});
}

/** Changes monthly and annual gifts at Stripe, and writes what came of it. */
export function createChangeGift({
  db,
  accounts,
  clock,
}: {
  db: Database;
  accounts: StripeAccounts;
  clock: Clock;
}) {
  /** Asks Stripe how a gift stands, and keeps that. */
  async function lookAgain(gift: Gift): Promise<Gift> {
    const pledge = await findPledge(db, gift.pledgeId);
    if (!gift.subscriptionId || !pledge) return gift;
    const readAt = await readingTime(db);
    const { stripe } = accounts.of(gift.publisher);
    const subscription = await stripe.subscriptions.retrieve(gift.subscriptionId);
    await db.transaction((tx) => saveGift(tx, recurringGift(pledge, subscription, readAt)));
    return (await findGift(db, gift.id)) ?? gift;
  }

  /** @throws Problem conflict where the gift has ended or was given once; payment_provider_… where Stripe says no */
  async function changeGift(known: Gift, change: GiftChange): Promise<Gift> {
    const id = known.subscriptionId;
    if (!id) throw new Problem('conflict', { detail: 'This gift was given once: nothing renews.' });
    try {
      // Somebody may have changed it by another door since.
      const gift = await lookAgain(known);
      if (gift.status === 'ended')
        throw new Problem('conflict', { detail: 'This gift has ended.' });
      const { subscriptions } = accounts.of(gift.publisher).stripe;
      if ('amount' in change) await changeAmount(subscriptions, gift, id, change.amount);
      else if ('paused' in change) {
        const { paused } = change;
        await changePause(subscriptions, gift, id, { paused, now: clock.now() });
      } else if ('endsNow' in change) await subscriptions.cancel(id);
      else await changeEnd(subscriptions, gift, id, change.ends);
      return await lookAgain(gift);
    } catch (error) {
      throw asProblem(error);
    }
  }
  return changeGift;
}

export type ChangeGift = ReturnType<typeof createChangeGift>;

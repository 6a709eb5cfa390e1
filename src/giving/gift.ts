import { dayMs, fromUnixSeconds, plusMs } from '../ground/clock.ts';
import type { Frequency, Publisher } from '../ground/publisher.ts';
import type { Stripe } from '../ground/stripe.ts';
import type { Pledge } from './pledge.ts';

/** Once: pending, then given or failed. Recurring: pending, active, past_due or paused for a while, ended. */
export type GiftStatus =
  | 'pending'
  | 'active'
  | 'past_due'
  | 'paused'
  | 'ended'
  | 'given'
  | 'failed';

/** Money a reader gives, as Stripe last told it. */
export interface Gift {
  readonly id: string;
  readonly publisher: string;
  readonly pledgeId: string;
  readonly frequency: Frequency;
  /** Minor units, each time. */
  readonly amount: number;
  readonly currency: string;
  readonly status: GiftStatus;
  readonly customerId: string | null;
  readonly subscriptionId: string | null;
  readonly paymentIntentId: string | null;
  readonly readerTag: string | null;
  readonly campaign: string | null;
  readonly variant: string | null;
  readonly startedAt: Date;
  /** Recurring: until when it is paid. */
  readonly paidUntil: Date | null;
  /** Recurring: when it will end, where the supporter has said so. */
  readonly endsAt: Date | null;
  readonly endedAt: Date | null;
  /** When Stripe was asked for what stands here: a newer reading wins. */
  readonly readAt: Date;
}

/** A gift has the id of its pledge, so that whatever news comes first makes the same gift. */
export const giftIdOf = (pledgeId: string): string =>
  `gft_${pledgeId.slice(pledgeId.indexOf('_') + 1)}`;

const idOf = (value: string | { id: string } | null | undefined): string | null =>
  typeof value === 'string' ? value : (value?.id ?? null);

const dateOf = (seconds: number | null | undefined): Date | null =>
  seconds ? fromUnixSeconds(seconds) : null;

const fromPledge = (pledge: Pledge) => ({
  id: giftIdOf(pledge.id),
  publisher: pledge.publisher,
  pledgeId: pledge.id,
  frequency: pledge.frequency,
  readerTag: pledge.readerTag,
  campaign: pledge.campaign,
  variant: pledge.variant,
});

/** A subscription's status in our words. Paused has two forms: status `paused`, or active with collection paused. */
function recurringStatus(subscription: Stripe.Subscription): GiftStatus {
  switch (subscription.status) {
    case 'incomplete':
      return 'pending';
    case 'canceled':
    case 'incomplete_expired':
      return 'ended';
    case 'past_due':
    case 'unpaid':
      return 'past_due';
    case 'paused':
      return 'paused';
    default:
      return subscription.pause_collection ? 'paused' : 'active';
  }
}

/** A monthly or annual gift from its subscription. A scheduled end shows as cancel_at or as a flag: https://github.com/stripe/stripe-node/issues/2470 */
export function recurringGift(
  pledge: Pledge,
  subscription: Stripe.Subscription,
  readAt: Date,
): Gift {
  const item = subscription.items.data[0];
  const status = recurringStatus(subscription);
  // While a renewal fails, the present period is the one that is not paid.
  const paidUntil = status === 'past_due' ? item?.current_period_start : item?.current_period_end;
  const endsAt =
    subscription.cancel_at ?? (subscription.cancel_at_period_end ? item?.current_period_end : null);
  return {
    ...fromPledge(pledge),
    amount: item?.price.unit_amount ?? pledge.amount,
    currency: subscription.currency,
    status,
    customerId: idOf(subscription.customer),
    subscriptionId: subscription.id,
    paymentIntentId: null,
    startedAt: fromUnixSeconds(subscription.start_date),
    paidUntil: status === 'pending' ? null : dateOf(paidUntil),
    endsAt: status === 'ended' ? null : dateOf(endsAt),
    endedAt: dateOf(subscription.ended_at),
    readAt,
  };
}

/** A gift given once from its payment. */
export function singleGift(pledge: Pledge, payment: Stripe.PaymentIntent, readAt: Date): Gift {
  const status =
    payment.status === 'succeeded' ? 'given' : payment.status === 'canceled' ? 'failed' : 'pending';
  return {
    ...fromPledge(pledge),
    amount: payment.amount,
    currency: payment.currency,
    status,
    customerId: idOf(payment.customer),
    subscriptionId: null,
    paymentIntentId: payment.id,
    startedAt: fromUnixSeconds(payment.created),
    paidUntil: null,
    endsAt: null,
    endedAt: dateOf(payment.canceled_at),
    readAt,
  };
}

/** Whether it is over at once when it is cancelled: nothing is paid for now, so there is no end of it to wait for, and Stripe takes back only an end that is still to come. */
export const endsAtOnce = ({ subscriptionId, status }: Gift): boolean =>
  subscriptionId !== null && status !== 'active';

/** Until when a gift makes its giver a supporter; null: it does not. A gift that is pending counts: the reader has acted, the bank is slow. */
export function countsUntil(
  gift: Gift,
  publisher: Pick<Publisher, 'graceDays' | 'quietDaysAfterOnce'>,
): Date | 'further notice' | null {
  switch (gift.status) {
    case 'active':
      return 'further notice';
    case 'past_due':
      return plusMs(gift.paidUntil ?? gift.startedAt, publisher.graceDays * dayMs);
    case 'paused':
      return gift.paidUntil;
    case 'given':
      return plusMs(gift.startedAt, publisher.quietDaysAfterOnce * dayMs);
    case 'pending':
      return plusMs(gift.startedAt, publisher.graceDays * dayMs);
    case 'ended':
    case 'failed':
      return null;
  }
}

/** Whether a gift makes its giver a supporter now. */
export function counts(
  gift: Gift,
  publisher: Pick<Publisher, 'graceDays' | 'quietDaysAfterOnce'>,
  now: Date,
): boolean {
  const until = countsUntil(gift, publisher);
  return until === 'further notice' || (until !== null && now < until);
}

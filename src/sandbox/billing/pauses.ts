import type { Stripe } from '../../ground/stripe.ts';
import type { Work } from '../store/work.ts';
import { ApiError } from '../wire/apiError.ts';
import { choice, fields, timestamp, withoutEffect } from '../wire/parameters.ts';
import { postRoute, type Route } from '../wire/route.ts';
import { workOnSubscription } from './findSubscription.ts';
import { renewSubscription } from './renew.ts';
import { scheduleRenewal } from './renewalTimes.ts';
import { periodEndOf } from './subscriptionEnds.ts';

/** Stops a subscription: no invoices and no new periods until it is resumed. */
export function pauseSubscription(work: Work, subscription: Stripe.Subscription): void {
  const before = subscription.status;
  subscription.status = 'paused';
  work.save('subscription', subscription);
  work.emit('customer.subscription.paused', subscription, { status: before });
}

/** Goes on: with what is left of its period, or, where that is over, with a new one that is paid now. */
export async function resumeSubscription(
  work: Work,
  subscription: Stripe.Subscription,
  anew = false,
): Promise<void> {
  const before = subscription.status;
  subscription.status = 'active';
  const isOver = anew || periodEndOf(subscription) <= work.at;
  if (isOver) subscription.billing_cycle_anchor = work.at;
  work.save('subscription', subscription);
  work.emit('customer.subscription.resumed', subscription, { status: before });
  if (isOver) await renewSubscription(work, subscription, { atOnce: true });
  else scheduleRenewal(work, subscription);
}

export const pauseRoutes: readonly Route[] = [
  postRoute(
    '/v1/subscriptions/:id/pause',
    {
      type: choice('subscription').optional(),
      ...withoutEffect('bill_for', 'invoicing_behavior'),
    },
    async (wall, _given, { path }) => {
      const { work, subscription } = await workOnSubscription(wall, path.id!);
      if (subscription.status !== 'active' && subscription.status !== 'trialing')
        throw new ApiError({
          message: `This subscription cannot be paused, because its status is ${subscription.status}. Only active and trialing subscriptions can be.`,
        });
      if (subscription.billing_mode.type !== 'flexible')
        throw new ApiError({
          message: 'Pausing is only available for subscriptions with flexible billing mode.',
        });
      pauseSubscription(work, subscription);
      return subscription;
    },
  ),
  postRoute(
    '/v1/subscriptions/:id/resume',
    {
      billing_cycle_anchor: fields({ type: choice('now', 'unchanged') }).optional(),
      proration_behavior: choice('always_invoice', 'create_prorations', 'none').optional(),
      proration_date: timestamp.optional(),
      ...withoutEffect('payment_behavior'),
    },
    async (wall, given, { path }) => {
      const { work, subscription } = await workOnSubscription(wall, path.id!);
      if (subscription.status !== 'paused')
        throw new ApiError({
          message: `This subscription cannot be resumed, because its status is ${subscription.status}, not paused.`,
        });
      await resumeSubscription(
        work,
        subscription,
        given.billing_cycle_anchor?.type !== 'unchanged',
      );
      return subscription;
    },
  ),
];

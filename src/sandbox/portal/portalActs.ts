import type { Stripe } from '../../ground/stripe.ts';
import { pauseSubscription, resumeSubscription } from '../billing/pauses.ts';
import { endSubscription, hasEnded, periodEndOf } from '../billing/subscriptionEnds.ts';
import { updateSubscription } from '../billing/updateSubscription.ts';
import type { Work } from '../store/work.ts';
import type { reasons } from './configurationShape.ts';

type Features = Stripe.BillingPortal.Configuration['features'];

export const acts = ['cancel', 'keep', 'pause', 'resume', 'change'] as const;
/** What a supporter may do with a subscription. */
export type Act = (typeof acts)[number];

export type Reason = (typeof reasons)[number];

/** Why somebody leaves, as far as they say. */
export interface Leaving {
  readonly feedback: Reason | null;
  readonly comment: string | null;
}

const runs = ({ status }: Stripe.Subscription) =>
  status === 'active' || status === 'trialing' || status === 'past_due';

/** Whether it ends with its period rather than at once. */
export const endsLater = (work: Work, subscription: Stripe.Subscription, features: Features) =>
  features.subscription_cancel.mode === 'at_period_end' && periodEndOf(subscription) > work.at;

/** Whether the configuration allows for it, and the subscription is in a state for it. */
export function mayDo(act: Act, subscription: Stripe.Subscription, features: Features): boolean {
  const { cancel_at: end, status, billing_mode: mode } = subscription;
  if (hasEnded(subscription)) return false;
  switch (act) {
    case 'cancel':
      return features.subscription_cancel.enabled && end === null;
    case 'keep':
      return features.subscription_cancel.enabled && end !== null;
    case 'pause':
      return (
        features.subscription_pause.enabled &&
        mode.type === 'flexible' &&
        end === null &&
        (status === 'active' || status === 'trialing')
      );
    case 'resume':
      return features.subscription_pause.enabled && status === 'paused';
    case 'change':
      return features.subscription_update.enabled && runs(subscription);
  }
}

/**
 * Ends a subscription as Stripe's portal does: with flexible billing it sets `cancel_at` and leaves `cancel_at_period_end`
 * as it is (https://github.com/stripe/stripe-node/issues/2470).
 */
export async function leave(
  work: Work,
  subscription: Stripe.Subscription,
  features: Features,
  leaving: Leaving,
): Promise<void> {
  if (endsLater(work, subscription, features)) {
    const isFlexible = subscription.billing_mode.type === 'flexible';
    await updateSubscription(work, subscription, {
      ...(isFlexible ? { cancel_at: periodEndOf(subscription) } : { cancel_at_period_end: true }),
      cancellation_details: leaving,
    });
    return;
  }
  subscription.cancellation_details = {
    ...leaving,
    feedback_option: null,
    reason: 'cancellation_requested',
  };
  await endSubscription(work, subscription);
}

/** The prices that a session's flow offers to confirm. */
async function changeItems(
  work: Work,
  subscription: Stripe.Subscription,
  flow: Stripe.BillingPortal.Session.Flow | null,
) {
  const items = flow?.subscription_update_confirm?.items ?? [];
  await updateSubscription(work, subscription, {
    items: items.map(({ id, price, quantity }) => ({
      id: id!,
      price: price ?? undefined,
      quantity,
    })),
    proration_behavior: 'none',
  });
}

export interface ActFacts {
  readonly features: Features;
  readonly flow: Stripe.BillingPortal.Session.Flow | null;
  readonly leaving: Leaving;
}

/** Does it. Whether it may be done is asked before. */
export async function act(
  work: Work,
  name: Act,
  subscription: Stripe.Subscription,
  { features, flow, leaving }: ActFacts,
): Promise<void> {
  if (name === 'cancel') await leave(work, subscription, features, leaving);
  if (name === 'keep')
    await updateSubscription(work, subscription, {
      cancel_at: null,
      cancellation_details: { feedback: null, comment: null },
    });
  if (name === 'pause') pauseSubscription(work, subscription);
  if (name === 'resume') await resumeSubscription(work, subscription);
  if (name === 'change') await changeItems(work, subscription, flow);
}

/** Gives a customer another address. */
export function changeEmail(work: Work, customer: Stripe.Customer, email: string): void {
  const before = customer.email;
  if (before === email) return;
  customer.email = email;
  work.save('customer', customer);
  work.emit('customer.updated', customer, { email: before });
}

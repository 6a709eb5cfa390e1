import { z } from 'zod';
import type { Stripe } from '../../ground/stripe.ts';
import { readyPaymentMethod } from '../people/paymentMethods.ts';
import { changesOf, givenOf } from '../store/changesOf.ts';
import type { Work } from '../store/work.ts';
import { ApiError, invalidParameter, notModelled } from '../wire/apiError.ts';
import {
  choice,
  clearable,
  fields,
  flag,
  list,
  mergeMetadata,
  metadata,
  text,
  textUpTo,
  timestamp,
  withoutEffect,
} from '../wire/parameters.ts';
import { changeItems } from './changeItems.ts';
import { itemShape } from './itemPrices.ts';
import { trialSettings } from './newSubscription.ts';
import { renewSubscription } from './renew.ts';
import { cancelAt, cancellationDetails, hasEnded, scheduleEnd } from './subscriptionEnds.ts';

export const changeShape = {
  cancel_at: clearable(cancelAt).optional(),
  cancel_at_period_end: flag.optional(),
  cancellation_details: cancellationDetails.optional(),
  default_payment_method: clearable(text).optional(),
  description: clearable(textUpTo(500)).optional(),
  items: list(itemShape, 20).optional(),
  metadata: metadata.optional(),
  pause_collection: clearable(
    fields({
      behavior: choice('keep_as_draft', 'mark_uncollectible', 'void'),
      resumes_at: timestamp.optional(),
    }),
  ).optional(),
  proration_behavior: choice('always_invoice', 'create_prorations', 'none').optional(),
  trial_end: z.union([z.literal('now'), timestamp]).optional(),
  trial_settings: trialSettings.optional(),
  ...withoutEffect('payment_behavior', 'off_session', 'payment_settings', 'proration_date'),
};

type Change = z.output<z.ZodObject<typeof changeShape, z.core.$strict>>;

function checkMayChange(subscription: Stripe.Subscription, given: Change): void {
  const names = Object.keys(givenOf(given)).filter((name) => name !== 'expand');
  const always = ['metadata', 'cancellation_details'];
  if (hasEnded(subscription) && names.some((name) => !always.includes(name)))
    throw new ApiError({
      message: 'A canceled subscription can only update its cancellation_details and metadata.',
    });
}

async function setCard(work: Work, subscription: Stripe.Subscription, id: string | null) {
  if (id === null) {
    subscription.default_payment_method = null;
    return;
  }
  const method = await readyPaymentMethod(work, id, 'default_payment_method');
  if (method.customer !== subscription.customer)
    throw invalidParameter(
      'default_payment_method',
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      'resource_missing',
    );
  subscription.default_payment_method = method.id;
}

function setPause(
  work: Work,
  subscription: Stripe.Subscription,
  pause: NonNullable<Change['pause_collection']> | null,
): void {
  const resumes = pause?.resumes_at;
  if (resumes !== undefined && resumes <= work.at)
    throw invalidParameter('pause_collection[resumes_at]', 'This time has gone by already.');
  subscription.pause_collection = pause && {
    behavior: pause.behavior,
    resumes_at: resumes ?? null,
  };
  if (resumes !== undefined) work.schedule('subscription.unpause', subscription.id, resumes);
}

/** Writes a change onto a subscription and tells of it. @throws ApiError */
export async function updateSubscription(
  work: Work,
  subscription: Stripe.Subscription,
  given: Change,
): Promise<void> {
  checkMayChange(subscription, given);
  const before = structuredClone(subscription);
  scheduleEnd(work, subscription, given);
  if (given.description !== undefined) subscription.description = given.description;
  if (given.cancellation_details)
    Object.assign(subscription.cancellation_details!, givenOf(given.cancellation_details));
  if (given.default_payment_method !== undefined)
    await setCard(work, subscription, given.default_payment_method);
  if (given.pause_collection !== undefined) setPause(work, subscription, given.pause_collection);
  if (given.items) await changeItems(work, subscription, given.items, given.proration_behavior);
  if (given.trial_settings) subscription.trial_settings = given.trial_settings;
  subscription.metadata = mergeMetadata(subscription.metadata, given.metadata);
  const endsTrial = given.trial_end === 'now' && subscription.status === 'trialing';
  if (given.trial_end !== undefined && !endsTrial) throw notModelled('trial_end other than now');
  if (endsTrial) await endTrialNow(work, subscription);
  work.save('subscription', subscription);
  const changes = changesOf(before, subscription);
  if (!endsTrial && Object.keys(changes).length > 0)
    work.emit('customer.subscription.updated', subscription, changes);
}

async function endTrialNow(work: Work, subscription: Stripe.Subscription): Promise<void> {
  subscription.trial_end = work.at;
  subscription.billing_cycle_anchor = work.at;
  const behavior = subscription.trial_settings?.end_behavior.missing_payment_method;
  const customer = await work.need('customer', String(subscription.customer));
  const card =
    subscription.default_payment_method ?? customer.invoice_settings.default_payment_method;
  if (card || behavior !== 'pause') return renewSubscription(work, subscription, { atOnce: true });
  subscription.status = 'paused';
  work.save('subscription', subscription);
  work.emit('customer.subscription.paused', subscription, { status: 'trialing' });
}

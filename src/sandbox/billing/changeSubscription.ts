import type { Stripe } from '../../ground/stripe.ts';
import { changesOf, givenOf } from '../store/changesOf.ts';
import type { Work } from '../store/work.ts';
import { ApiError, invalidParameter } from '../wire/apiError.ts';
import {
  choice,
  clearable,
  fields,
  flag,
  mergeMetadata,
  metadata,
  text,
  textUpTo,
  timestamp,
} from '../wire/parameters.ts';
import { deleteRoute, postRoute, type Route } from '../wire/route.ts';

const cancellationDetails = fields({
  comment: clearable(textUpTo(5000)).optional(),
  feedback: clearable(
    choice(
      'customer_service',
      'low_quality',
      'missing_features',
      'other',
      'switched_service',
      'too_complex',
      'too_expensive',
      'unused',
    ),
  ).optional(),
});

async function notEnded(work: Work, id: string): Promise<Stripe.Subscription> {
  const subscription = await work.need('subscription', id);
  if (subscription.status !== 'canceled' && subscription.status !== 'incomplete_expired')
    return subscription;
  throw new ApiError({
    message: 'A canceled subscription can only update its cancellation_details and metadata.',
  });
}

const periodEndOf = ({ items }: Stripe.Subscription): number =>
  Math.max(...items.data.map((item) => item.current_period_end));

/** Sets, moves or takes back the end of a subscription. Stripe shows an end at the period's end both ways. */
function scheduleEnd(
  work: Work,
  subscription: Stripe.Subscription,
  given: { cancel_at?: number | null | undefined; cancel_at_period_end?: boolean | undefined },
): void {
  const { cancel_at: at, cancel_at_period_end: atPeriodEnd } = given;
  if (at && atPeriodEnd)
    throw invalidParameter('cancel_at', 'Give cancel_at or cancel_at_period_end, not both.');
  if (at && at <= work.at)
    throw invalidParameter('cancel_at', 'The subscription cannot be canceled in the past.');
  if (at === undefined && atPeriodEnd === undefined) return;
  subscription.cancel_at_period_end = atPeriodEnd ?? false;
  subscription.cancel_at = atPeriodEnd ? periodEndOf(subscription) : (at ?? null);
  const ends = subscription.cancel_at !== null;
  subscription.canceled_at = ends ? work.at : null;
  subscription.cancellation_details = {
    ...(subscription.cancellation_details ?? {
      comment: null,
      feedback: null,
      feedback_option: null,
    }),
    reason: ends ? 'cancellation_requested' : null,
  };
}

/** Ends a subscription now: nothing is charged again, and nothing is given back. */
export function endSubscription(work: Work, subscription: Stripe.Subscription): void {
  subscription.status = 'canceled';
  subscription.canceled_at ??= work.at;
  subscription.ended_at = work.at;
  work.save('subscription', subscription);
  work.emit('customer.subscription.deleted', subscription);
}

export const subscriptionChangeRoutes: readonly Route[] = [
  postRoute(
    '/v1/subscriptions/:id',
    {
      cancel_at: clearable(timestamp).optional(),
      cancel_at_period_end: flag.optional(),
      cancellation_details: cancellationDetails.optional(),
      description: clearable(textUpTo(500)).optional(),
      metadata: metadata.optional(),
    },
    async (work, given, { path }) => {
      const subscription = await notEnded(work, path.id!);
      const before = structuredClone(subscription);
      scheduleEnd(work, subscription, given);
      Object.assign(subscription, givenOf({ description: given.description }));
      if (given.cancellation_details)
        Object.assign(subscription.cancellation_details!, givenOf(given.cancellation_details));
      subscription.metadata = mergeMetadata(subscription.metadata, given.metadata);
      work.save('subscription', subscription);
      const changes = changesOf(before, subscription);
      if (Object.keys(changes).length > 0)
        work.emit('customer.subscription.updated', subscription, changes);
      return subscription;
    },
  ),
  deleteRoute(
    '/v1/subscriptions/:id',
    {
      cancellation_details: cancellationDetails.optional(),
      // Nothing is ever owed for part of a period here: a gift is paid ahead.
      invoice_now: flag.optional(),
      prorate: flag.optional(),
    },
    async (work, given, { path }) => {
      const found = await work.need('subscription', path.id!);
      if (found.status === 'canceled')
        throw new ApiError({
          status: 404,
          code: 'resource_missing',
          param: 'id',
          message: `No such subscription: '${text.parse(path.id)}'`,
        });
      found.cancellation_details = {
        comment: given.cancellation_details?.comment ?? null,
        feedback: given.cancellation_details?.feedback ?? null,
        feedback_option: null,
        reason: 'cancellation_requested',
      };
      endSubscription(work, found);
      return found;
    },
  ),
];

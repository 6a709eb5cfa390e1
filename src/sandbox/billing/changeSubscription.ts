import { resourceMissing } from '../wire/apiError.ts';
import { flag } from '../wire/parameters.ts';
import { deleteRoute, postRoute, type Route } from '../wire/route.ts';
import { createSubscription } from './createSubscription.ts';
import { workOnSubscription } from './findSubscription.ts';
import { newSubscriptionShape } from './newSubscription.ts';
import { cancellationDetails, endSubscription, hasEnded } from './subscriptionEnds.ts';
import { changeShape, updateSubscription } from './updateSubscription.ts';

export const subscriptionChangeRoutes: readonly Route[] = [
  postRoute('/v1/subscriptions', newSubscriptionShape, createSubscription),
  postRoute('/v1/subscriptions/:id', changeShape, async (wall, given, { path }) => {
    const { work, subscription } = await workOnSubscription(wall, path.id!);
    await updateSubscription(work, subscription, given);
    return subscription;
  }),
  deleteRoute(
    '/v1/subscriptions/:id',
    {
      cancellation_details: cancellationDetails.optional(),
      // Nothing is ever owed for part of a period here: a gift is paid ahead.
      invoice_now: flag.optional(),
      prorate: flag.optional(),
    },
    async (wall, given, { path }) => {
      const { work, subscription } = await workOnSubscription(wall, path.id!);
      if (hasEnded(subscription)) throw resourceMissing('subscription', subscription.id);
      subscription.cancellation_details = {
        comment: given.cancellation_details?.comment ?? null,
        feedback: given.cancellation_details?.feedback ?? null,
        feedback_option: null,
        reason: 'cancellation_requested',
      };
      await endSubscription(work, subscription);
      return subscription;
    },
  ),
];

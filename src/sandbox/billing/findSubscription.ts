import type { Stripe } from '../../ground/stripe.ts';
import { onClockOf } from '../people/onClock.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';

/** A subscription, with the work at the time of its customer's test clock. @throws ApiError where there is none */
export async function workOnSubscription(
  wall: Work,
  id: string,
): Promise<{ work: Work; subscription: Stripe.Subscription }> {
  const subscription = await wall.need('subscription', id);
  return { work: await onClockOf(wall, idOf(subscription.customer)), subscription };
}

import type { Stripe } from '../../ground/stripe.ts';
import { idOf } from '../store/objectTypes.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { ApiError } from '../wire/apiError.ts';
import { listRoute } from '../wire/listRoute.ts';
import { getRoute, postRoute, type Route } from '../wire/route.ts';
import { onClockOfCharge } from './chargeMoney.ts';

/** A payment of elevated risk waits until somebody has looked at it; its money moves all the same. */
export async function openReview(work: Work, charge: Stripe.Charge): Promise<void> {
  const intentId = idOf(charge.payment_intent);
  const review: Stripe.Review = {
    id: newStripeId('prv', 24),
    object: 'review',
    billing_zip: charge.billing_details.address?.postal_code ?? null,
    charge: charge.id,
    closed_reason: null,
    created: work.at,
    ip_address: null,
    ip_address_location: null,
    livemode: false,
    open: true,
    opened_reason: 'rule',
    ...(intentId && { payment_intent: intentId }),
    reason: 'rule',
    session: null,
  };
  charge.review = review.id;
  work.save('charge', charge);
  if (intentId) {
    const intent = await work.need('payment_intent', intentId);
    intent.review = review.id;
    work.save('payment_intent', intent);
  }
  work.save('review', review);
  work.emit('review.opened', review);
}

function close(work: Work, review: Stripe.Review, reason: Stripe.Review.ClosedReason): void {
  Object.assign(review, { open: false, closed_reason: reason, reason });
  work.save('review', review);
  work.emit('review.closed', review);
}

/** What was given back needs nobody to look at it any more. No card here is both reviewed and disputed. */
export async function closeReview(
  work: Work,
  charge: Stripe.Charge,
  reason: 'refunded' | 'refunded_as_fraud',
): Promise<void> {
  const id = idOf(charge.review);
  const review = id ? await work.find('review', id) : undefined;
  if (review?.open) close(work, review, reason);
}

const path = '/v1/reviews';

export const reviewRoutes: readonly Route[] = [
  getRoute(`${path}/:id`, {}, (work, _given, { path: { id } }) => work.need('review', id!)),
  listRoute(path, 'review', { shape: {}, query: () => ({ all: ['open:true'] }) }),
  postRoute(`${path}/:id/approve`, {}, async (wall, _given, { path: { id } }) => {
    const review = await wall.need('review', id!);
    if (!review.open)
      throw new ApiError({
        message: `This review is already closed: it was ${review.closed_reason}.`,
      });
    const charge = await wall.need('charge', idOf(review.charge)!);
    close(await onClockOfCharge(wall, charge), review, 'approved');
    return review;
  }),
];

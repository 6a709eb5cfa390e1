import { outcome } from '../../checkout/outcome.ts';
import { pledgeOfPayment } from '../../checkout/readPayment.ts';
import { giftIdOf } from '../../giving/gift.ts';
import { readingTime } from '../../giving/giftStore.ts';
import { type Handler, idOf, notOurs } from '../handler.ts';

/** Stripe holds a payment until somebody has looked at it, or has let go of it. */
export const review: Handler = async (id, sources) => {
  const readAt = await readingTime(sources.db);
  const found = await sources.stripe.reviews.retrieve(id);
  const paymentId = idOf(found.payment_intent);
  if (!paymentId) return notOurs;
  const payment = await sources.stripe.paymentIntents.retrieve(paymentId);
  const pledge = await pledgeOfPayment(sources, payment);
  if (!pledge) return notOurs;
  return outcome(pledge.publisher, {
    incidents: [
      {
        kind: 'review',
        subject: id,
        publisher: pledge.publisher,
        giftId: giftIdOf(pledge.id),
        isOpen: found.open,
        detail: { payment: paymentId, reason: found.reason },
        readAt,
      },
    ],
  });
};

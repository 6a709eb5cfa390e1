import { outcome } from '../../checkout/outcome.ts';
import {
  originOf,
  pledgeOf,
  retrievePayment,
  transfersOfPayment,
} from '../../checkout/readPayment.ts';
import { giftIdOf, recurringGift } from '../../giving/gift.ts';
import { readingTime } from '../../giving/giftStore.ts';
import { fromUnixSeconds } from '../../ground/clock.ts';
import type { Stripe } from '../../ground/stripe.ts';
import { type Handler, notOurs } from '../handler.ts';

const paymentIdsOf = (invoice: Stripe.Invoice): string[] =>
  (invoice.payments?.data ?? []).flatMap(({ status, payment }) => {
    if (status !== 'paid' || !payment.payment_intent) return [];
    return [
      typeof payment.payment_intent === 'string'
        ? payment.payment_intent
        : payment.payment_intent.id,
    ];
  });

/** A period of a recurring gift was paid, or was not: book what was paid, and look how the gift stands now. */
export const invoice: Handler = async (id, { stripe, db }) => {
  const readAt = await readingTime(db);
  const found = await stripe.invoices.retrieve(id, {
    expand: ['payments', 'parent.subscription_details.subscription'],
  });
  const details = found.parent?.subscription_details;
  const pledge = await pledgeOf(db, details?.metadata);
  if (!pledge || !details) return notOurs;
  const payments = await Promise.all(
    paymentIdsOf(found).map((payment) => retrievePayment(stripe, payment)),
  );
  return outcome(pledge.publisher, {
    gifts:
      typeof details.subscription === 'string'
        ? []
        : [recurringGift(pledge, details.subscription, readAt)],
    attempts:
      found.status === 'open' && found.attempt_count > 0
        ? [
            {
              giftId: giftIdOf(pledge.id),
              made: found.attempt_count,
              nextAt: found.next_payment_attempt
                ? fromUnixSeconds(found.next_payment_attempt)
                : null,
              readAt,
            },
          ]
        : [],
    transfers: payments.flatMap((payment) => transfersOfPayment(payment, originOf(pledge))),
  });
};

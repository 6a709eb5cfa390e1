import { outcome } from '../../checkout/outcome.ts';
import {
  originOf,
  pledgeOfCharge,
  retrieveCharge,
  transferOfPart,
} from '../../checkout/readPayment.ts';
import { giftIdOf } from '../../giving/gift.ts';
import { readingTime } from '../../giving/giftStore.ts';
import type { Stripe } from '../../ground/stripe.ts';
import { refundAnswered } from '../../incidents/refundRequest.ts';
import { type Handler, idOf, notOurs } from '../handler.ts';

/** What a refund moved, and what came back where it failed. */
const movementsOf = (refund: Stripe.Refund): Stripe.BalanceTransaction[] =>
  [refund.balance_transaction, refund.failure_balance_transaction].filter(
    (one): one is Stripe.BalanceTransaction => typeof one === 'object' && one !== null,
  );

/** Everything given back from a charge, and what could not be. */
export const chargeRefunded: Handler = async (id, sources) => {
  const readAt = await readingTime(sources.db);
  const charge = await retrieveCharge(sources.stripe, id);
  const pledge = await pledgeOfCharge(sources, charge);
  if (!pledge) return notOurs;
  const refunds = await sources.stripe.refunds
    .list({
      charge: id,
      limit: 100,
      expand: ['data.balance_transaction', 'data.failure_balance_transaction'],
    })
    .autoPagingToArray({ limit: 10_000 });
  const failed = refunds.filter(({ status }) => status === 'failed');
  return outcome(pledge.publisher, {
    transfers: refunds.flatMap((refund) =>
      movementsOf(refund).map((movement) =>
        transferOfPart(movement, originOf(pledge), charge, refund),
      ),
    ),
    incidents: [
      ...failed.map(({ id: subject, amount, currency, failure_reason: reason }) => ({
        kind: 'refund_failed' as const,
        subject,
        publisher: pledge.publisher,
        giftId: giftIdOf(pledge.id),
        // What did not get back by one refund may have by another.
        isOpen: !charge.refunded,
        detail: { amount, currency, reason },
        readAt,
      })),
      // Who did not know the charge has their money back.
      ...(charge.amount_refunded > 0 ? [refundAnswered(id, pledge.publisher, readAt)] : []),
    ],
  });
};

/** Money was given back, or could not be: the charge knows all its refunds. */
export const refund: Handler = async (id, sources, about) => {
  const charge = idOf((await sources.stripe.refunds.retrieve(id)).charge);
  return charge ? chargeRefunded(charge, sources, about) : notOurs;
};

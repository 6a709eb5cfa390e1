import { outcome } from '../../checkout/outcome.ts';
import {
  originOf,
  pledgeOf,
  retrievePayment,
  transfersOfPayment,
} from '../../checkout/readPayment.ts';
import { singleGift } from '../../giving/gift.ts';
import { readingTime } from '../../giving/giftStore.ts';
import { type Handler, notOurs } from '../handler.ts';

/** A gift given once was paid, or failed. The payment of a renewal says nothing of a pledge: its invoice books it. */
export const payment: Handler = async (id, { stripe, db }) => {
  const readAt = await readingTime(db);
  const found = await retrievePayment(stripe, id);
  const pledge = await pledgeOf(db, found.metadata);
  if (!pledge) {
    const { data } = await stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: id },
      limit: 1,
    });
    return data.length > 0 ? { ignored: 'it pays an invoice, which books it' } : notOurs;
  }
  // A declined card leaves the reader on Stripe's page, free to try another: no gift has begun.
  if (found.status !== 'succeeded')
    return { ignored: `the payment is ${found.status}: nothing was given yet` };
  return outcome(pledge.publisher, {
    gifts: [singleGift(pledge, found, readAt)],
    transfers: transfersOfPayment(found, originOf(pledge)),
    closings: [{ pledgeId: pledge.id, status: 'complete' }],
  });
};

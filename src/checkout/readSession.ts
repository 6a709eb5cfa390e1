import { recurringGift, singleGift } from '../giving/gift.ts';
import { readingTime } from '../giving/giftStore.ts';
import type { Pledge } from '../giving/pledge.ts';
import type { Stripe } from '../ground/stripe.ts';
import { type Outcome, outcome } from './outcome.ts';
import { originOf, pledgeOf, type Sources, transfersOfPayment } from './readPayment.ts';

function whatWasGiven(
  session: Stripe.Checkout.Session,
  pledge: Pledge,
  readAt: Date,
): Partial<Outcome> {
  const { subscription, payment_intent: payment } = session;
  if (subscription && typeof subscription !== 'string')
    return { gifts: [recurringGift(pledge, subscription, readAt)] };
  if (payment && typeof payment !== 'string')
    return {
      gifts: [singleGift(pledge, payment, readAt)],
      transfers: transfersOfPayment(payment, originOf(pledge)),
    };
  return {};
}

/**
 * What a Checkout Session has come to, asked of Stripe: the one way in which a gift begins, taken by the webhook and by
 * the reader's own return alike. https://docs.stripe.com/checkout/fulfillment
 * @returns undefined where the session is not of our making
 */
export async function readSession(
  { stripe, db }: Sources,
  sessionId: string,
): Promise<Outcome | undefined> {
  const readAt = await readingTime(db);
  const session = await stripe.checkout.sessions.retrieve(sessionId, {
    expand: ['subscription', 'payment_intent.latest_charge.balance_transaction'],
  });
  const pledge = await pledgeOf(db, session.metadata);
  if (!pledge) return undefined;
  if (session.status === 'expired')
    return outcome(pledge.publisher, { closings: [{ pledgeId: pledge.id, status: 'expired' }] });
  if (session.status !== 'complete') return outcome(pledge.publisher, {});
  return outcome(pledge.publisher, {
    ...whatWasGiven(session, pledge, readAt),
    closings: [{ pledgeId: pledge.id, status: 'complete' }],
  });
}

import type { Stripe } from '../../ground/stripe.ts';
import { asErrorOf } from '../payments/cardError.ts';
import { readyPaymentMethod } from '../people/paymentMethods.ts';
import type { Work } from '../store/work.ts';
import { ApiError, invalidParameter, keeping } from '../wire/apiError.ts';
import { integerFrom, text } from '../wire/parameters.ts';
import { getRoute, postRoute, type Route } from '../wire/route.ts';
import { attemptPayment } from './attempt.ts';
import { settleExpiry } from './expire.ts';

const path = '/v1/payment_pages/:id';

const find = async (work: Work, { id }: Readonly<Record<string, string>>) =>
  settleExpiry(work, await work.need('checkout.session', id!));

function checkConfirmable(session: Stripe.Checkout.Session, amount: number): void {
  if (session.status !== 'open')
    throw new ApiError({
      code: 'payment_page_not_open',
      message: `This Checkout Session cannot be confirmed, because its status is ${session.status}.`,
    });
  if (session.amount_total !== amount)
    throw invalidParameter(
      'expected_amount',
      `The amount of the Checkout Session is ${session.amount_total}, not ${amount}.`,
      'checkout_amount_mismatch',
    );
}

/**
 * What Stripe's own page and its command-line tool pay a session through. Stripe publishes nothing of it, and answers with
 * an object of its own; here it is the session.
 */
export const paymentPageRoutes: readonly Route[] = [
  { ...getRoute(path, {}, (work, _given, call) => find(work, call.path)), writes: true },
  postRoute(
    `${path}/confirm`,
    { payment_method: text, expected_amount: integerFrom(0) },
    async (work, given, call) => {
      const session = await find(work, call.path);
      checkConfirmable(session, given.expected_amount);
      const method = await readyPaymentMethod(work, given.payment_method, 'payment_method');
      const { email, name } = method.billing_details;
      const payer = { email: email ?? session.customer_email, name };
      const outcome = await attemptPayment(work, {
        session,
        method,
        payer,
        isAuthenticated: false,
      });
      if (outcome.result === 'declined') throw keeping(asErrorOf(outcome.decline));
      return session;
    },
  ),
];

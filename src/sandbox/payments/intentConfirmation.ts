import type { Stripe } from '../../ground/stripe.ts';
import { applyToInvoice } from '../billing/intentOutcome.ts';
import { attachPaymentMethod, readyPaymentMethod } from '../people/paymentMethods.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { invalidParameter } from '../wire/apiError.ts';
import { wasAuthenticated } from './bankStep.ts';
import { asErrorOf } from './cardError.ts';
import { type ConfirmOptions, confirmIntent, type Outcome } from './confirm.ts';
import { methodGiven } from './intentMethod.ts';
import { type Confirmation, toShipping } from './intentParameters.ts';
import { unexpectedState } from './unexpectedState.ts';

/** An intent set up for later use keeps its card for the customer. */
function keepCard(work: Work, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  const customer = idOf(intent.customer);
  if (intent.setup_future_usage && customer && !method.customer)
    attachPaymentMethod(work, method, customer);
}

/** Confirms an intent with all that follows: the card that is kept, the invoice that it pays. */
export async function confirmWithConsequences(
  work: Work,
  intent: Stripe.PaymentIntent,
  options: ConfirmOptions,
): Promise<Outcome> {
  const outcome = await confirmIntent(work, intent, options);
  if (outcome.result === 'succeeded' || outcome.result === 'requires_capture')
    keepCard(work, intent, options.method);
  await applyToInvoice(work, intent, outcome);
  return outcome;
}

const confirmable = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

function checkReturn(intent: Stripe.PaymentIntent, given: Confirmation): void {
  const automatic = intent.automatic_payment_methods;
  const redirects = automatic?.enabled && automatic.allow_redirects !== 'never';
  if (!redirects || given.return_url || given.off_session) return;
  throw invalidParameter(
    'return_url',
    'This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don’t want to accept redirect-based payment methods, set `automatic_payment_methods[allow_redirects]` to `never`.',
  );
}

/**
 * Confirms an intent as a request asks.
 * @throws ApiError where its state or its card forbids it; a refused card leaves its failed charge behind
 */
export async function confirmAsAsked(
  work: Work,
  intent: Stripe.PaymentIntent,
  given: Confirmation,
): Promise<void> {
  if (!confirmable.includes(intent.status))
    throw unexpectedState(
      intent,
      `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: ${confirmable.join(', ')}.`,
    );
  const own = idOf(intent.payment_method);
  const method =
    (await methodGiven(work, given, idOf(intent.customer))) ??
    (own === null ? undefined : await readyPaymentMethod(work, own, 'payment_method'));
  if (!method)
    throw unexpectedState(
      intent,
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method.",
    );
  checkReturn(intent, given);
  if (given.capture_method) intent.capture_method = given.capture_method;
  if (given.receipt_email !== undefined) intent.receipt_email = given.receipt_email;
  if (given.setup_future_usage !== undefined) intent.setup_future_usage = given.setup_future_usage;
  if (given.shipping !== undefined) intent.shipping = given.shipping && toShipping(given.shipping);
  const isAbsent = given.off_session !== undefined && given.off_session !== false;
  const outcome = await confirmWithConsequences(work, intent, {
    method,
    // Who cannot be sent to their bank is as good as not there.
    isOffSession: isAbsent || given.error_on_requires_action === true,
    isAuthenticated:
      intent.status === 'requires_confirmation' &&
      (await wasAuthenticated(work, intent.id, method.id)),
    returnUrl: given.return_url,
  });
  if (outcome.result === 'declined') throw asErrorOf(outcome.decline, intent);
}

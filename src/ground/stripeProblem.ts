import { Problem } from './problem.ts';
import { stripeErrors } from './stripe.ts';

/** Whether Stripe looked at the request and will say the same again: anything but trouble on the way, or too much at once. */
export const isFinal = (error: unknown): boolean =>
  error instanceof stripeErrors.StripeInvalidRequestError ||
  error instanceof stripeErrors.StripeIdempotencyError ||
  error instanceof stripeErrors.StripePermissionError;

/** What to tell the reader of an error from Stripe's client; other errors stay what they are. */
export function asProblem(error: unknown): unknown {
  if (!(error instanceof stripeErrors.StripeError)) return error;
  if (error.code === 'amount_too_small' || error.code === 'amount_too_large') {
    const says =
      error.code === 'amount_too_small'
        ? 'is less than the payment provider takes'
        : 'is more than the payment provider takes';
    return new Problem('invalid_request', { faults: [{ at: '/amount', says }], cause: error });
  }
  if (isFinal(error) || error instanceof stripeErrors.StripeAuthenticationError)
    return new Problem('payment_provider_refused', {
      detail: 'Nothing was charged.',
      cause: error,
    });
  return new Problem('payment_provider_unavailable', {
    detail: 'Nothing was charged. Please try again.',
    retryAfterS: 10,
    cause: error,
  });
}

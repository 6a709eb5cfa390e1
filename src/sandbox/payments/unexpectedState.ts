import type { Stripe } from '../../ground/stripe.ts';
import { ApiError } from '../wire/apiError.ts';

/** The intent is not in a state for that; the answer shows it as it is. */
export const unexpectedState = (
  intent: Stripe.PaymentIntent | Stripe.SetupIntent,
  message: string,
): ApiError =>
  new ApiError({
    code: `${intent.object}_unexpected_state`,
    message,
    more: { [intent.object]: intent },
  });

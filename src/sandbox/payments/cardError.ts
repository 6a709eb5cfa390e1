import type { Stripe } from '../../ground/stripe.ts';
import { ApiError } from '../wire/apiError.ts';
import type { Decline } from './testCards.ts';

/** A card that cannot be one, as it was typed. `part` is what is wrong with it. */
export const asTypingError = (
  part: 'cvc' | 'exp_month' | 'exp_year' | 'number',
  { code, message }: Decline,
): ApiError =>
  new ApiError({ status: 402, type: 'card_error', code, message, param: `card[${part}]` });

/** A refused card as an answer. With an intent it leaves its work behind: the failed charge is kept. */
export const asErrorOf = (
  decline: Decline,
  intent?: Stripe.PaymentIntent | Stripe.SetupIntent,
): ApiError =>
  new ApiError({
    status: 402,
    type: 'card_error',
    code: decline.code,
    message: decline.message,
    more: {
      ...(decline.declineCode && { decline_code: decline.declineCode }),
      ...(decline.advice && { advice_code: decline.advice }),
      ...(intent?.object === 'payment_intent' && {
        charge: intent.latest_charge,
        payment_intent: intent,
        payment_method: intent.last_payment_error?.payment_method,
      }),
      ...(intent?.object === 'setup_intent' && {
        setup_intent: intent,
        payment_method: intent.last_setup_error?.payment_method,
      }),
    },
    ...(intent && { keepsWork: true }),
  });

import type { Stripe } from '../../ground/stripe.ts';
import type { Work } from '../store/work.ts';

/** Kept beside an intent whose person is at their bank, or was. */
export interface BankStep {
  readonly method: string;
  /** Where they come back to. */
  readonly returnUrl: string | null;
  /** The bank said yes to this method; the server that asked for it has yet to go on. */
  readonly isAuthenticated?: boolean;
}

/** What the person has to do: go to their bank's page, or what Stripe's script in the browser would show them. */
export const nextActionOf = (work: Work, intent: string, returnUrl: string | null) =>
  returnUrl
    ? {
        type: 'redirect_to_url' as const,
        redirect_to_url: {
          return_url: returnUrl,
          url: `${work.publicUrl}/c/authenticate/${intent}`,
        },
      }
    : { type: 'use_stripe_sdk' as const, use_stripe_sdk: {} };

/** Whether the bank said yes to this method already. */
export async function wasAuthenticated(
  work: Work,
  intent: string,
  method: string,
): Promise<boolean> {
  const step = await work.hiddenOf<BankStep>(intent);
  return step?.method === method && step.isAuthenticated === true;
}

/** The intent needs another card: the bank said no, or the person went away. */
export function refuseAuthentication(
  work: Work,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): void {
  Object.assign(intent, {
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_payment_error: {
      code: 'payment_intent_authentication_failure',
      doc_url: 'https://docs.stripe.com/error-codes/payment-intent-authentication-failure',
      message:
        'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
      payment_method: structuredClone(method),
      type: 'invalid_request_error',
    },
  } satisfies Partial<Stripe.PaymentIntent>);
  work.save('payment_intent', intent);
  work.emit('payment_intent.payment_failed', intent);
}

import type { Stripe } from '../../ground/stripe.ts';
import type { Outcome } from '../payments/confirm.ts';
import type { Work } from '../store/work.ts';
import { attemptPayment } from './attempt.ts';
import type { SessionHidden } from './sessions.ts';

/** The person confirmed the payment with their bank: it goes on where it waited. Nothing happens where none waits. */
export async function passAuthentication(
  work: Work,
  session: Stripe.Checkout.Session,
): Promise<Outcome | undefined> {
  const hidden = (await work.hiddenOf<SessionHidden>(session.id))!;
  if (!hidden.waiting) return undefined;
  const { method: id, ...payer } = hidden.waiting;
  const method = await work.need('payment_method', id);
  return attemptPayment(work, { session, method, payer, isAuthenticated: true });
}

/** The bank said no, or the person went away: another card may be tried. */
export async function failAuthentication(
  work: Work,
  session: Stripe.Checkout.Session,
): Promise<void> {
  const hidden = (await work.hiddenOf<SessionHidden>(session.id))!;
  if (!hidden.waiting || !hidden.intent) return;
  const intent = await work.need('payment_intent', hidden.intent);
  const method = await work.need('payment_method', hidden.waiting.method);
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
  const { waiting, ...rest } = hidden;
  work.save('checkout.session', session, { hidden: { ...rest, lastPayer: waiting } });
}

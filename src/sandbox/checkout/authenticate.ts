import type { Stripe } from '../../ground/stripe.ts';
import { refuseAuthentication } from '../payments/bankStep.ts';
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
  refuseAuthentication(work, intent, method);
  const { waiting, ...rest } = hidden;
  work.save('checkout.session', session, { hidden: { ...rest, lastPayer: waiting } });
}

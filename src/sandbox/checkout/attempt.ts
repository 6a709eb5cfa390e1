import type { Stripe } from '../../ground/stripe.ts';
import { type ConfirmOptions, confirmIntent, foretell, type Outcome } from '../payments/confirm.ts';
import { createPaymentIntent } from '../payments/paymentIntents.ts';
import { onClockOf } from '../people/onClock.ts';
import { attachPaymentMethod } from '../people/paymentMethods.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { mergeMetadata } from '../wire/parameters.ts';
import { customerOf, type Payer } from './payer.ts';
import { detailsOf, type SessionHidden } from './sessions.ts';
import { subscribe } from './subscribe.ts';

export interface Attempt {
  readonly session: Stripe.Checkout.Session;
  readonly method: Stripe.PaymentMethod;
  readonly payer: Payer;
  readonly isAuthenticated: boolean;
}

/** The session's intent: made at the first attempt, gone on with at later ones. */
async function intentOf(
  work: Work,
  session: Stripe.Checkout.Session,
  hidden: SessionHidden,
): Promise<Stripe.PaymentIntent> {
  if (hidden.intent) return work.need('payment_intent', hidden.intent);
  const data = hidden.intentData;
  const isSubscription = session.mode === 'subscription';
  const intent = createPaymentIntent(work, {
    amount: session.amount_total!,
    currency: session.currency!,
    customer: idOf(session.customer),
    description: isSubscription ? 'Subscription creation' : data?.description,
    metadata: mergeMetadata(null, data?.metadata),
    receiptEmail: data?.receipt_email,
    statementDescriptor: data?.statement_descriptor,
    statementDescriptorSuffix: data?.statement_descriptor_suffix,
    setupFutureUsage: isSubscription ? 'off_session' : data?.setup_future_usage,
    captureMethod: data?.capture_method,
  });
  work.save('checkout.session', session, { hidden: { ...hidden, intent: intent.id } });
  return intent;
}

function complete(work: Work, session: Stripe.Checkout.Session, payer: Payer): void {
  session.status = 'complete';
  session.payment_status = 'paid';
  session.url = null;
  session.customer_details = detailsOf(payer.email, payer.name);
  if (session.consent_collection)
    session.consent = {
      promotions: session.consent_collection.promotions === 'auto' ? 'opt_out' : null,
      terms_of_service:
        session.consent_collection.terms_of_service === 'required' ? 'accepted' : null,
    };
  work.save('checkout.session', session);
  work.emit('checkout.session.completed', session);
}

async function pay(work: Work, attempt: Attempt, confirm: ConfirmOptions, hidden: SessionHidden) {
  const { session, method, payer } = attempt;
  const customer = await customerOf(work, session, payer);
  const keepsCard =
    session.mode === 'subscription' || hidden.intentData?.setup_future_usage !== undefined;
  if (customer && keepsCard) attachPaymentMethod(work, method, customer.id);
  const intent = await intentOf(work, session, hidden);
  intent.customer = customer?.id ?? null;
  session.customer = customer?.id ?? null;
  if (session.mode === 'subscription')
    await subscribe(work, {
      session,
      hidden,
      customer: customer!,
      intent,
      confirm,
    });
  else {
    await confirmIntent(work, intent, confirm);
    session.payment_intent = intent.id;
  }
  complete(work, session, payer);
}

/**
 * One attempt to pay an open session. What comes of it is kept whichever way it goes: a refused card leaves a failed
 * charge and an intent for the next attempt, one that asks for authentication leaves the session waiting.
 */
export async function attemptPayment(wall: Work, attempt: Attempt): Promise<Outcome> {
  const { session, method, payer, isAuthenticated } = attempt;
  const work = await onClockOf(wall, idOf(session.customer));
  const hidden = (await work.hiddenOf<SessionHidden>(session.id))!;
  const confirm: ConfirmOptions = { method, isOffSession: false, isAuthenticated };
  if ((await foretell(work, confirm)) === 'pay') {
    await pay(work, attempt, confirm, hidden);
    return { result: 'succeeded' };
  }
  const intent = await intentOf(work, session, hidden);
  const outcome = await confirmIntent(work, intent, confirm);
  const { waiting: _, ...rest } = { ...hidden, intent: intent.id };
  work.save('checkout.session', session, {
    hidden:
      outcome.result === 'requires_action'
        ? { ...rest, waiting: { method: method.id, ...payer } }
        : rest,
  });
  return outcome;
}

import type { Stripe } from '../../ground/stripe.ts';
import { hasEnded } from '../billing/subscriptionEnds.ts';
import type { Decline } from '../payments/testCards.ts';
import { answerSetupForBank } from '../setups/authenticateSetup.ts';
import { confirmSetup } from '../setups/confirmSetup.ts';
import { createSetupIntent } from '../setups/setupIntents.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';

/** The same card kept already: pressing twice does not keep it twice. */
async function keptBefore(work: Work, customer: string, { card }: Stripe.PaymentMethod) {
  const { data } = await work.list('payment_method', { all: [`customer:${customer}`], limit: 100 });
  return data.find(
    ({ card: one }) =>
      one?.fingerprint === card!.fingerprint &&
      one?.exp_month === card!.exp_month &&
      one?.exp_year === card!.exp_year,
  );
}

/** Charges go to this card from now on, those of subscriptions with a card of their own too. */
export async function chargeTo(
  work: Work,
  customer: Stripe.Customer,
  method: string,
): Promise<void> {
  const { default_payment_method: before } = customer.invoice_settings;
  if (before !== method) {
    customer.invoice_settings.default_payment_method = method;
    work.save('customer', customer);
    work.emit('customer.updated', customer, {
      invoice_settings: { default_payment_method: before },
    });
  }
  const { data } = await work.list('subscription', {
    all: [`customer:${customer.id}`],
    limit: 100,
  });
  for (const subscription of data) {
    const own = subscription.default_payment_method;
    if (hasEnded(subscription) || own === null || own === method) continue;
    subscription.default_payment_method = method;
    work.save('subscription', subscription);
    work.emit('customer.subscription.updated', subscription, { default_payment_method: own });
  }
}

export type Saving =
  | 'saved'
  /** The person has to go to their bank first; the intent waits for its answer. */
  | { readonly waiting: string }
  | Decline;

async function settle(
  work: Work,
  customer: Stripe.Customer,
  intent: Stripe.SetupIntent,
  decline: Decline | undefined,
): Promise<Saving> {
  if (decline) return decline;
  if (intent.status === 'requires_action') return { waiting: intent.id };
  await chargeTo(work, customer, idOf(intent.payment_method)!);
  return 'saved';
}

/** Keeps a card for a customer, and charges it from now on, as far as their bank lets it. */
export async function saveCard(
  work: Work,
  customer: Stripe.Customer,
  method: Stripe.PaymentMethod,
): Promise<Saving> {
  const kept = await keptBefore(work, customer.id, method);
  if (kept) {
    await chargeTo(work, customer, kept.id);
    return 'saved';
  }
  const intent = createSetupIntent(work, { customer: customer.id, usage: 'off_session' });
  return settle(work, customer, intent, await confirmSetup(work, intent, { method }));
}

/** The bank said yes to the card that waited for it. */
export async function saveConfirmedCard(
  work: Work,
  customer: Stripe.Customer,
  waiting: string,
): Promise<Saving> {
  const intent = await work.need('setup_intent', waiting);
  const method = await work.need('payment_method', idOf(intent.payment_method)!);
  const decline = await confirmSetup(work, intent, { method, isAuthenticated: true });
  return settle(work, customer, intent, decline);
}

/** The bank said no. */
export async function forgetCard(work: Work, waiting: string): Promise<void> {
  const intent = await work.need('setup_intent', waiting);
  const method = idOf(intent.payment_method)!;
  await answerSetupForBank(work, intent, { method, returnUrl: null }, false);
}

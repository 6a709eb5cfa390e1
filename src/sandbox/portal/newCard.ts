import type { Stripe } from '../../ground/stripe.ts';
import { hasEnded } from '../billing/subscriptionEnds.ts';
import { type Decline, declineOf } from '../payments/testCards.ts';
import { attachPaymentMethod, cardBehind } from '../people/paymentMethods.ts';
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
async function chargeTo(work: Work, customer: Stripe.Customer, method: string): Promise<void> {
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

/** Keeps a card for a customer, and charges it from now on, as far as their bank lets it. */
export async function saveCard(
  work: Work,
  customer: Stripe.Customer,
  { method, isAuthenticated }: { method: Stripe.PaymentMethod; isAuthenticated: boolean },
): Promise<'saved' | 'authenticate' | Decline> {
  const card = await cardBehind(work, method);
  const asks = card.authentication === 'always' || card.authentication === 'once';
  if (asks && !isAuthenticated) return 'authenticate';
  if (card.decline && !card.attaches) return declineOf(card.decline);
  const kept = await keptBefore(work, customer.id, method);
  if (!kept) attachPaymentMethod(work, method, customer.id);
  const used = kept ?? method;
  if (isAuthenticated)
    work.save('payment_method', used, { hidden: { number: card.number, isSetUp: true } });
  await chargeTo(work, customer, used.id);
  return 'saved';
}

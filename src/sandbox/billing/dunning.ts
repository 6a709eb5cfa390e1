import type { Stripe } from '../../ground/stripe.ts';
import type { Outcome } from '../payments/confirm.ts';
import { declineOf } from '../payments/testCards.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { collectInvoice } from './collect.ts';
import { retryAfter } from './renewalTimes.ts';
import { endSubscription, hasEnded } from './subscriptionEnds.ts';

const subscriptionOf = async (work: Work, invoice: Stripe.Invoice) => {
  const id = idOf(invoice.parent?.subscription_details?.subscription);
  return id ? work.find('subscription', id) : undefined;
};

/** The card that an invoice is charged to by itself: its own, its subscription's, or the customer's. */
export async function methodFor(
  work: Work,
  invoice: Stripe.Invoice,
): Promise<Stripe.PaymentMethod | undefined> {
  const customer = await work.find('customer', idOf(invoice.customer)!);
  const subscription = await subscriptionOf(work, invoice);
  const id =
    idOf(invoice.default_payment_method) ??
    idOf(subscription?.default_payment_method) ??
    idOf(customer?.invoice_settings.default_payment_method);
  return id ? work.find('payment_method', id) : undefined;
}

function setStatus(
  work: Work,
  subscription: Stripe.Subscription,
  status: Stripe.Subscription.Status,
): void {
  const before = subscription.status;
  if (before === status) return;
  subscription.status = status;
  work.save('subscription', subscription);
  work.emit('customer.subscription.updated', subscription, { status: before });
}

/** An invoice was paid: the subscription that waited for it goes on. */
export async function catchUp(work: Work, invoice: Stripe.Invoice): Promise<void> {
  const subscription = await subscriptionOf(work, invoice);
  if (!subscription || subscription.latest_invoice !== invoice.id) return;
  if (['incomplete', 'past_due', 'unpaid'].includes(subscription.status))
    setStatus(work, subscription, 'active');
}

/** A renewal was not paid: the subscription is behind, and ends with the last attempt. */
async function fallBehind(work: Work, invoice: Stripe.Invoice): Promise<void> {
  const subscription = await subscriptionOf(work, invoice);
  if (!subscription || hasEnded(subscription) || subscription.status === 'incomplete') return;
  if (subscription.status !== 'paused') setStatus(work, subscription, 'past_due');
  if (invoice.next_payment_attempt !== null) {
    work.schedule('invoice.retry', invoice.id, invoice.next_payment_attempt);
    return;
  }
  subscription.cancellation_details = {
    comment: null,
    feedback: null,
    feedback_option: null,
    reason: 'payment_failed',
  };
  await endSubscription(work, subscription);
}

function failWithoutCard(work: Work, invoice: Stripe.Invoice, retryAt: number | null): Outcome {
  Object.assign(invoice, {
    attempted: true,
    attempt_count: invoice.attempt_count + 1,
    next_payment_attempt: retryAt,
  } satisfies Partial<Stripe.Invoice>);
  work.save('invoice', invoice);
  work.emit('invoice.payment_failed', invoice);
  return { result: 'declined', decline: declineOf('generic') };
}

/** Tries to collect an open invoice by itself, nobody being there; what comes of it reaches the subscription. */
export async function collectByItself(work: Work, invoice: Stripe.Invoice): Promise<Outcome> {
  const method = await methodFor(work, invoice);
  const retries = invoice.billing_reason === 'subscription_cycle';
  const retryAt = retries ? retryAfter(work.at, invoice.attempt_count + 1) : null;
  const outcome = method
    ? await collectInvoice(work, invoice, { method, isOffSession: true, retryAt })
    : failWithoutCard(work, invoice, retryAt);
  if (outcome.result === 'succeeded') await catchUp(work, invoice);
  else await fallBehind(work, invoice);
  return outcome;
}

import type { Stripe } from '../../ground/stripe.ts';
import { finalizeInvoice, markPaid } from '../billing/collect.ts';
import { pricingOf } from '../billing/invoiceLines.ts';
import { scheduleRenewal } from '../billing/renewalTimes.ts';
import { invoicePeriod } from '../billing/subscriptionInvoice.ts';
import { buildSubscription, type ItemFacts, type Period } from '../billing/subscriptions.ts';
import { type ConfirmOptions, confirmIntent } from '../payments/confirm.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { mergeMetadata } from '../wire/parameters.ts';
import type { SessionHidden } from './sessions.ts';

export interface SubscribeFacts {
  readonly session: Stripe.Checkout.Session;
  readonly hidden: SessionHidden;
  readonly customer: Stripe.Customer;
  readonly intent: Stripe.PaymentIntent;
  readonly confirm: ConfirmOptions;
}

const itemsOf = ({ lines }: SessionHidden, type: 'recurring' | 'one_time'): ItemFacts[] =>
  lines
    .filter((line) => line.price?.type === type)
    .map((line) => ({
      price: line.price!,
      quantity: line.quantity ?? 1,
      metadata: line.metadata ?? {},
    }));

/** One-time prices of a subscription's session go onto its first invoice. */
function oneTimeLines(hidden: SessionHidden, subscription: Stripe.Subscription, period: Period) {
  return hidden.lines
    .filter((line) => line.price?.type === 'one_time')
    .map((line) => ({
      amount: line.amount_total,
      currency: line.currency,
      description: line.description,
      period,
      quantity: line.quantity ?? 1,
      pricing: line.price && pricingOf(line.price),
      metadata: {},
      parent: null,
      subscription: subscription.id,
    }));
}

/** Begins a subscription, with its first invoice paid by the session's intent; tells of it in Stripe's order. */
export async function subscribe(work: Work, facts: SubscribeFacts): Promise<void> {
  const { session, hidden, customer, intent, confirm } = facts;
  const data = hidden.subscriptionData;
  const subscription = buildSubscription(work, {
    customer: customer.id,
    currency: session.currency!,
    items: itemsOf(hidden, 'recurring'),
    defaultPaymentMethod: confirm.method.id,
    description: data?.description,
    metadata: mergeMetadata(null, data?.metadata),
    testClock: idOf(customer.test_clock),
    status: 'active',
    billingMode: data?.billing_mode?.type,
  });
  const now: Period = { start: work.at, end: work.at };
  const invoice = await invoicePeriod(work, subscription, {
    reason: 'subscription_create',
    period: now,
    extra: oneTimeLines(hidden, subscription, now),
  });
  customer.currency = session.currency;
  work.save('customer', customer);
  work.save('subscription', subscription);
  work.emit('customer.subscription.created', subscription);
  work.emit('invoice.created', invoice);
  const payment = await finalizeInvoice(work, invoice, { intent });
  await confirmIntent(work, intent, confirm);
  markPaid(work, invoice, payment);
  scheduleRenewal(work, subscription);
  session.subscription = subscription.id;
  session.invoice = invoice.id;
}

import type { Stripe } from '../../ground/stripe.ts';
import { changesOf } from '../store/changesOf.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { finalizeInvoice } from './collect.ts';
import { withBalance } from './customerBalance.ts';
import { collectByItself } from './dunning.ts';
import { markUncollectible, voidInvoice } from './invoiceEnds.ts';
import { buildInvoice } from './invoices.ts';
import { periodEndAfter } from './periods.ts';
import { draftSeconds, scheduleRenewal } from './renewalTimes.ts';
import { endSubscription, hasEnded, periodEndOf } from './subscriptionEnds.ts';
import { invoicePeriod, linesOf } from './subscriptionInvoice.ts';
import { intervalOf, type Period } from './subscriptions.ts';

/** The period that follows `end`. */
function nextPeriod(subscription: Stripe.Subscription, end: number): Period {
  const interval = intervalOf(subscription.items.data[0]!.price);
  return { start: end, end: periodEndAfter(subscription.billing_cycle_anchor, interval, end) };
}

export interface RenewOptions {
  /** The period begins now and is charged now, as when a paused subscription goes on; otherwise after an hour as a draft. */
  readonly atOnce?: boolean;
}

/** Begins the next period of a subscription, with its invoice. */
export async function renewSubscription(
  work: Work,
  subscription: Stripe.Subscription,
  { atOnce = false }: RenewOptions = {},
): Promise<void> {
  const before = structuredClone(subscription);
  const last = subscription.items.data[0]!;
  const ended: Period = { start: last.current_period_start, end: last.current_period_end };
  const period = nextPeriod(subscription, atOnce ? work.at : ended.end);
  for (const item of subscription.items.data)
    Object.assign(item, { current_period_start: period.start, current_period_end: period.end });
  if (subscription.status === 'trialing') subscription.status = 'active';
  const invoice = await invoicePeriod(work, subscription, {
    reason: 'subscription_cycle',
    period: ended,
    finalizesAt: atOnce ? null : work.at + draftSeconds,
  });
  work.save('subscription', subscription);
  work.emit('customer.subscription.updated', subscription, changesOf(before, subscription));
  work.emit('invoice.created', invoice);
  scheduleRenewal(work, subscription);
  if (!atOnce) work.schedule('invoice.finalize', invoice.id, work.at + draftSeconds);
  else if (subscription.collection_method === 'charge_automatically') await makeDue(work, invoice);
}

/** A draft becomes due and is collected; where a pause in collecting says otherwise it is left, voided or written off. */
export async function makeDue(work: Work, invoice: Stripe.Invoice): Promise<void> {
  const id = idOf(invoice.parent?.subscription_details?.subscription);
  const pause = id && (await work.find('subscription', id))?.pause_collection;
  if (pause && pause.behavior === 'keep_as_draft') return;
  await finalizeInvoice(work, invoice);
  if (pause && pause.behavior === 'void') await voidInvoice(work, invoice);
  else if (pause) markUncollectible(work, invoice);
  else if (invoice.status === 'open' && invoice.collection_method === 'charge_automatically')
    await collectByItself(work, invoice);
}

async function endTrial(work: Work, subscription: Stripe.Subscription): Promise<boolean> {
  const behavior = subscription.trial_settings?.end_behavior.missing_payment_method;
  const customer = await work.need('customer', idOf(subscription.customer));
  const hasCard =
    subscription.default_payment_method ?? customer.invoice_settings.default_payment_method;
  if (hasCard || behavior === 'create_invoice' || behavior === undefined) return false;
  if (behavior === 'cancel') await endSubscription(work, subscription);
  else {
    subscription.status = 'paused';
    work.save('subscription', subscription);
    work.emit('customer.subscription.paused', subscription, { status: 'trialing' });
  }
  return true;
}

/** A period may be over: it is renewed, unless the subscription ends, is paused, or was renewed already. */
export async function passPeriod(work: Work, subscription: Stripe.Subscription): Promise<void> {
  const { status, cancel_at: end } = subscription;
  const runs = status === 'active' || status === 'past_due' || status === 'trialing';
  if (!runs || periodEndOf(subscription) > work.at) return;
  if (end !== null && end <= work.at) return endSubscription(work, subscription);
  if (status === 'trialing' && (await endTrial(work, subscription))) return;
  await renewSubscription(work, subscription);
}

/** The next invoice as it would be, which has no id and is not kept. */
export async function previewInvoice(
  work: Work,
  subscription: Stripe.Subscription,
): Promise<Omit<Stripe.Invoice, 'id'>> {
  const end = periodEndOf(subscription);
  const customer = await work.need('customer', idOf(subscription.customer));
  const { id: _, ...preview } = buildInvoice(work, {
    customer,
    currency: subscription.currency,
    billingReason: 'upcoming',
    subscription,
    lines: await linesOf(work, subscription, nextPeriod(subscription, end)),
    period: { start: subscription.items.data[0]!.current_period_start, end },
  });
  return {
    ...preview,
    ...withBalance(customer, preview),
    next_payment_attempt: end + draftSeconds,
  };
}

/** Tells that a renewal, or the end of a trial, is near. */
export async function announce(work: Work, subscription: Stripe.Subscription): Promise<void> {
  if (hasEnded(subscription) || periodEndOf(subscription) <= work.at) return;
  if (subscription.status === 'trialing')
    work.emit('customer.subscription.trial_will_end', subscription);
  else if (subscription.status === 'active' && subscription.cancel_at === null)
    work.emit('invoice.upcoming', await previewInvoice(work, subscription));
}

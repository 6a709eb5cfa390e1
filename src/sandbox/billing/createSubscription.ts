import type { Stripe } from '../../ground/stripe.ts';
import { daySeconds } from '../payments/balanceTransactions.ts';
import { foretell } from '../payments/confirm.ts';
import { onClockOf } from '../people/onClock.ts';
import { readyPaymentMethod } from '../people/paymentMethods.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { ApiError, invalidParameter } from '../wire/apiError.ts';
import { mergeMetadata } from '../wire/parameters.ts';
import { collectInvoice, finalizeInvoice } from './collect.ts';
import { catchUp } from './dunning.ts';
import { checkSameTerms, itemPriceOf } from './itemPrices.ts';
import type { NewSubscription } from './newSubscription.ts';
import { readAhead } from './readAhead.ts';
import { announce } from './renew.ts';
import { abandonSeconds, scheduleRenewal } from './renewalTimes.ts';
import { scheduleEnd } from './subscriptionEnds.ts';
import { invoicePeriod } from './subscriptionInvoice.ts';
import { buildSubscription, type ItemFacts } from './subscriptions.ts';

async function itemsOf(work: Work, given: NewSubscription): Promise<ItemFacts[]> {
  const items: ItemFacts[] = [];
  for (const [i, line] of given.items.entries()) {
    const at = `items[${i}]`;
    const price = await itemPriceOf(work, line, at);
    if (!price)
      throw invalidParameter(
        `${at}[price]`,
        `Missing required param: ${at}[price].`,
        'parameter_missing',
      );
    const more = mergeMetadata(null, line.metadata);
    items.push({ price, quantity: line.quantity ?? 1, metadata: more });
  }
  if (items.length === 0)
    throw invalidParameter('items', 'Missing required param: items.', 'parameter_missing');
  const prices = items.map(({ price }) => price);
  checkSameTerms(prices, given.currency ?? prices[0]!.currency);
  return items;
}

function trialEndOf(work: Work, given: NewSubscription): number | null {
  if (given.trial_end !== undefined && given.trial_end !== 'now') {
    if (given.trial_end <= work.at)
      throw invalidParameter(
        'trial_end',
        'Invalid timestamp: must be an integer Unix timestamp in the future',
      );
    return given.trial_end;
  }
  return given.trial_period_days ? work.at + given.trial_period_days * daySeconds : null;
}

async function firstMethod(work: Work, customer: Stripe.Customer, given: NewSubscription) {
  const named = given.default_payment_method;
  if (named) {
    const method = await readyPaymentMethod(work, named, 'default_payment_method');
    if (method.customer === customer.id) return method;
    throw new ApiError({
      message: `The customer does not have a payment method with the ID ${named}. The payment method must be attached to the customer.`,
      param: 'default_payment_method',
      code: 'resource_missing',
    });
  }
  const id = idOf(customer.invoice_settings.default_payment_method);
  return id ? work.need('payment_method', id) : undefined;
}

const noCard = () =>
  new ApiError({
    code: 'resource_missing',
    message:
      'This customer has no attached payment source or default payment method. Please consider adding a default payment method.',
  });

const refused = () =>
  new ApiError({
    status: 402,
    type: 'card_error',
    code: 'subscription_payment_intent_requires_action',
    message:
      'The first payment of this subscription could not be completed, so it was not created.',
  });

/** Begins a subscription for a customer, with its first invoice; as far as `payment_behavior` asks it is paid at once. */
export async function createSubscription(
  wall: Work,
  given: NewSubscription,
): Promise<Stripe.Subscription> {
  await readAhead(wall, given);
  const customer = await wall.need('customer', given.customer, 'customer');
  const work = await onClockOf(wall, customer.id);
  const items = await itemsOf(work, given);
  const trialEnd = trialEndOf(work, given);
  const method = await firstMethod(work, customer, given);
  const sends = given.collection_method === 'send_invoice';
  const behavior = given.payment_behavior ?? 'allow_incomplete';
  const waits = behavior === 'default_incomplete';
  if (!method && !sends && !waits && trialEnd === null) throw noCard();
  const confirm = method && { method, isOffSession: given.off_session ?? false };
  const fate = confirm && !waits ? await foretell(work, confirm) : 'decline';
  const isPaid = sends || fate === 'pay';
  if (behavior === 'error_if_incomplete' && !isPaid && trialEnd === null) throw refused();
  const subscription = buildSubscription(work, {
    customer: customer.id,
    currency: items[0]!.price.currency,
    items,
    defaultPaymentMethod: given.default_payment_method ? (method?.id ?? null) : null,
    description: given.description,
    metadata: mergeMetadata(null, given.metadata),
    testClock: work.clock,
    status: trialEnd === null ? (isPaid ? 'active' : 'incomplete') : 'trialing',
    trialEnd,
    billingMode: given.billing_mode?.type,
    collectionMethod: given.collection_method,
    daysUntilDue: given.days_until_due,
  });
  if (given.trial_settings) subscription.trial_settings = given.trial_settings;
  scheduleEnd(work, subscription, given);
  customer.currency = subscription.currency;
  work.save('customer', customer);
  await payFirst(work, subscription, waits || trialEnd !== null ? undefined : confirm);
  return subscription;
}

async function payFirst(
  work: Work,
  subscription: Stripe.Subscription,
  confirm: Parameters<typeof foretell>[1] | undefined,
): Promise<void> {
  const now = { start: work.at, end: work.at };
  const invoice = await invoicePeriod(work, subscription, {
    reason: 'subscription_create',
    period: now,
  });
  work.save('subscription', subscription);
  work.emit('customer.subscription.created', subscription);
  work.emit('invoice.created', invoice);
  if (subscription.collection_method === 'charge_automatically') {
    await finalizeInvoice(work, invoice);
    if (invoice.status === 'paid') await catchUp(work, invoice);
    else if (confirm) await collectInvoice(work, invoice, confirm);
  } else work.schedule('invoice.finalize', invoice.id, work.at + 3600);
  scheduleRenewal(work, subscription);
  if (subscription.status === 'incomplete')
    work.schedule('subscription.abandon', subscription.id, work.at + abandonSeconds);
  const soon = work.at + 3 * daySeconds;
  if (subscription.trial_end && subscription.trial_end <= soon) await announce(work, subscription);
}

import type Stripe from 'stripe';
import { beforeAll, expect, test } from 'vitest';
import { payOn } from '../../harness/stripeStandIn.ts';
import { givenSandbox } from '../givenSandbox.ts';

const sandbox = givenSandbox();
let stripe: Stripe;
beforeAll(async () => {
  stripe = sandbox().client('members');
  await stripe.products.create({ id: 'gift', name: 'Daily Planet' });
});

const monthly = (amount: number) => ({
  currency: 'usd',
  unit_amount: amount,
  product: 'gift',
  recurring: { interval: 'month' as const },
});

/** Gives on the page, as a reader does. @returns the subscription that comes of it */
async function join(interval: 'month' | 'year' = 'month'): Promise<Stripe.Subscription> {
  const { id, url } = await stripe.checkout.sessions.create({
    mode: 'subscription',
    submit_type: 'donate',
    success_url: 'https://www.planet.example/article',
    line_items: [{ quantity: 1, price_data: { ...monthly(500), recurring: { interval } } }],
    subscription_data: { metadata: { pledge: '1' }, description: 'A gift' },
  });
  await payOn(url!);
  const { subscription } = await stripe.checkout.sessions.retrieve(id, {
    expand: ['subscription', 'invoice.payments'],
  });
  return subscription as Stripe.Subscription;
}

test.each(['month', 'year'] as const)(
  'a gift each %s is begun and can be read',
  async (interval) => {
    const { id, customer } = await join(interval);
    const subscription = await stripe.subscriptions.retrieve(id, {
      expand: ['customer', 'default_payment_method', 'latest_invoice.payments.data.payment'],
    });
    expect(subscription).toMatchObject({ status: 'active', cancel_at_period_end: false });
    expect(subscription.items.data[0]!.price.recurring!.interval).toBe(interval);
    await stripe.subscriptions.list({ customer: customer as string, status: 'all' });
    const invoices = await stripe.invoices.list({ subscription: id, expand: ['data.payments'] });
    expect(invoices.data[0]).toMatchObject({
      status: 'paid',
      billing_reason: 'subscription_create',
    });
    const [payment] = (await stripe.invoicePayments.list({ invoice: invoices.data[0]!.id! })).data;
    await stripe.invoicePayments.retrieve(payment!.id, { expand: ['invoice'] });
    await stripe.invoices.retrieve(invoices.data[0]!.id!, { expand: ['customer', 'payments'] });
  },
);

test('its amount is changed', async () => {
  const { id, items } = await join();
  const changed = await stripe.subscriptions.update(id, {
    items: [{ id: items.data[0]!.id, price_data: monthly(900) }],
    proration_behavior: 'none',
    payment_behavior: 'error_if_incomplete',
    metadata: { changed: 'yes' },
  });
  expect(changed.items.data[0]!.price.unit_amount).toBe(900);
});

test('it is ended at the end of what is paid, after all not, on a day, and at once', async () => {
  const { id } = await join();
  const atEnd = await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  expect(atEnd.cancel_at).toBe(atEnd.items.data[0]!.current_period_end);
  const stays = await stripe.subscriptions.update(id, { cancel_at_period_end: false });
  expect(stays.cancel_at).toBeNull();
  const ended = await stripe.subscriptions.cancel(id, {
    cancellation_details: { comment: 'Too much post', feedback: 'too_complex' },
  });
  expect(ended).toMatchObject({
    status: 'canceled',
    cancellation_details: { feedback: 'too_complex' },
  });
});

test('it is ended on a day', async () => {
  const { id } = await join();
  const day = Math.floor(Date.now() / 1000) + 40 * 86_400;
  expect(await stripe.subscriptions.update(id, { cancel_at: day })).toMatchObject({
    cancel_at: day,
  });
  expect(await stripe.subscriptions.update(id, { cancel_at: '' })).toMatchObject({
    cancel_at: null,
  });
});

test('it rests, and goes on', async () => {
  const { id } = await join();
  const paused = await stripe.subscriptions.pause(id, { type: 'subscription' });
  expect(paused.status).toBe('paused');
  const resumed = await stripe.subscriptions.resume(id, {
    billing_cycle_anchor: { type: 'now' },
  });
  expect(resumed.status).toBe('active');
});

test('collecting for it rests, and goes on', async () => {
  const { id } = await join();
  const resting = await stripe.subscriptions.update(id, {
    pause_collection: { behavior: 'void' },
  });
  expect(resting.pause_collection).toMatchObject({ behavior: 'void' });
  const going = await stripe.subscriptions.update(id, { pause_collection: '' });
  expect(going.pause_collection).toBeNull();
});

test('it is begun without a page', async () => {
  const customer = await stripe.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price_data: monthly(300) }],
    expand: ['latest_invoice.confirmation_secret'],
  });
  expect(subscription.status).toBe('active');
});

test('the portal is opened for a supporter', async () => {
  const { customer, id } = await join();
  const configuration = await stripe.billingPortal.configurations.create({
    business_profile: { headline: 'Daily Planet' },
    features: {
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      customer_update: { enabled: true, allowed_updates: ['email'] },
      subscription_cancel: {
        enabled: true,
        mode: 'at_period_end',
        cancellation_reason: { enabled: true, options: ['too_expensive', 'other'] },
      },
    },
    metadata: { publisher: 'daily-planet' },
  });
  await stripe.billingPortal.configurations.update(configuration.id, { metadata: { a: 'b' } });
  await stripe.billingPortal.configurations.retrieve(configuration.id);
  await stripe.billingPortal.configurations.list({ active: true });
  const session = await stripe.billingPortal.sessions.create({
    customer: customer as string,
    configuration: configuration.id,
    return_url: 'https://www.planet.example/support',
    flow_data: { type: 'subscription_cancel', subscription_cancel: { subscription: id } },
  });
  expect(session.url).toContain(sandbox().url);
});

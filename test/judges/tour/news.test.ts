import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stripeApiVersion } from '../../../src/ground/stripe.ts';
import { payOn } from '../../harness/stripeStandIn.ts';
import { givenSandbox } from '../givenSandbox.ts';
import { type Receiver, startReceiver } from '../receiver.ts';

const sandbox = givenSandbox();
let stripe: Stripe;
let receiver: Receiver;
beforeAll(async () => {
  stripe = sandbox().client('news');
  receiver = await startReceiver();
  await stripe.webhookEndpoints.create({
    url: receiver.url('news'),
    enabled_events: ['*'],
    api_version: stripeApiVersion,
  });
  await stripe.products.create({ id: 'gift', name: 'Daily Planet' });
});
afterAll(() => receiver?.stop());

test('endpoints are made, changed, listed and deleted', async () => {
  const endpoint = await stripe.webhookEndpoints.create({
    url: receiver.url('other'),
    enabled_events: ['invoice.paid', 'charge.refunded'],
    api_version: stripeApiVersion,
    description: 'Another',
    metadata: { of: 'us' },
  });
  expect(endpoint.secret).toMatch(/^whsec_/);
  const changed = await stripe.webhookEndpoints.update(endpoint.id, {
    disabled: true,
    enabled_events: ['*'],
    description: '',
  });
  expect(changed).toMatchObject({ status: 'disabled', enabled_events: ['*'] });
  expect((await stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined();
  expect((await stripe.webhookEndpoints.list({ limit: 5 })).data).toHaveLength(2);
  expect(await stripe.webhookEndpoints.del(endpoint.id)).toMatchObject({ deleted: true });
});

test('all that a gift and a membership set off is delivered', async () => {
  for (const [mode, recurring] of [
    ['payment', undefined],
    ['subscription', { interval: 'month' as const }],
  ] as const) {
    const price_data = { currency: 'usd', unit_amount: 500, product: 'gift' };
    const { url } = await stripe.checkout.sessions.create({
      mode,
      success_url: 'https://www.planet.example/article',
      line_items: [{ quantity: 1, price_data: { ...price_data, ...(recurring && { recurring }) } }],
    });
    await payOn(url!, '4000000000009995');
    await payOn(url!);
  }
  const wanted = [
    'checkout.session.completed',
    'payment_intent.payment_failed',
    'charge.succeeded',
    'customer.subscription.created',
    'invoice.paid',
    'invoice_payment.paid',
  ];
  for (const type of wanted)
    await receiver.awaitDelivery('news', ({ body }) => JSON.parse(body).type === type);
});

test('events can be read by kind, by time, and by whether they were heard', async () => {
  const all = await stripe.events.list({ limit: 100 });
  expect(all.data.length).toBeGreaterThan(10);
  await stripe.events.list({ types: ['invoice.paid', 'invoice.created'], created: { gte: 1 } });
  await stripe.events.list({ type: 'charge.*' });
  await stripe.events.list({ delivery_success: false });
  expect(await stripe.events.retrieve(all.data[0]!.id)).toMatchObject({ id: all.data[0]!.id });
  const paged = await stripe.events.list({ limit: 7 }).autoPagingToArray({ limit: 1000 });
  expect(paged.map(({ id }) => id)).toEqual(all.data.map(({ id }) => id));
});

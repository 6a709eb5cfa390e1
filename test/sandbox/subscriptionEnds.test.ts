import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshPostgres } from '../harness/databases.ts';
import { ours, secretKey } from '../harness/ours.ts';
import { payOn, type StripeStandIn, startStripeStandIn } from '../harness/stripeStandIn.ts';

let standIn: StripeStandIn;
let client: Stripe;
let database: Awaited<ReturnType<typeof freshPostgres>>;
beforeAll(async () => {
  [standIn, database] = await Promise.all([startStripeStandIn(), freshPostgres()]);
  client = standIn.client(secretKey);
});
afterAll(async () => {
  await database?.remove();
  await standIn?.stop();
});

async function subscribed(): Promise<Stripe.Subscription> {
  const { url } = await ours(database.db, standIn.url).give(
    'monthly',
    200,
    `reader-${Math.random().toString(36).slice(2, 12)}`,
  );
  await payOn(url);
  const { data } = await client.subscriptions.list({ limit: 1 });
  return data[0]!;
}
const lastEvent = async () => (await client.events.list({ limit: 1 })).data[0]!;

test('an end at the end of the period can be set and taken back, and each is told with what was before', async () => {
  const { id, items } = await subscribed();
  const ending = await client.subscriptions.update(id, { cancel_at_period_end: true });
  expect(ending).toMatchObject({
    status: 'active',
    cancel_at_period_end: true,
    cancel_at: items.data[0]!.current_period_end,
  });
  expect(await lastEvent()).toMatchObject({
    type: 'customer.subscription.updated',
    data: { previous_attributes: { cancel_at_period_end: false, cancel_at: null } },
  });
  const staying = await client.subscriptions.update(id, { cancel_at_period_end: false });
  expect(staying).toMatchObject({
    cancel_at_period_end: false,
    cancel_at: null,
    canceled_at: null,
  });
});

test('an end can be given in words for the end of a period, at the beginning or later', async () => {
  const { id, items, customer } = await subscribed();
  const [{ current_period_end: end, price }] = items.data as [Stripe.SubscriptionItem];
  for (const cancel_at of ['min_period_end', 'max_period_end', 'max_billed_until'] as const) {
    expect(await client.subscriptions.update(id, { cancel_at })).toMatchObject({
      cancel_at: end,
      cancel_at_period_end: false,
    });
    await client.subscriptions.update(id, { cancel_at: '' });
  }
  const [card] = (await client.paymentMethods.list({ customer: String(customer) })).data;
  const begun = await client.subscriptions.create({
    customer: String(customer),
    default_payment_method: card!.id,
    items: [
      {
        price_data: {
          currency: 'usd',
          product: String(price.product),
          unit_amount: 300,
          recurring: { interval: 'year' },
        },
      },
    ],
    cancel_at: 'min_period_end',
  });
  expect(begun.cancel_at).toBe(begun.items.data[0]!.current_period_end);
});

test('cancelling ends a subscription now, once, and for good', async () => {
  const { id } = await subscribed();
  const ended = await client.subscriptions.cancel(id, {
    cancellation_details: { feedback: 'too_expensive' },
  });
  expect(ended).toMatchObject({
    status: 'canceled',
    cancellation_details: { feedback: 'too_expensive', reason: 'cancellation_requested' },
  });
  expect(ended.ended_at).toBeGreaterThan(0);
  expect(await lastEvent()).toMatchObject({
    type: 'customer.subscription.deleted',
    data: { object: { id } },
  });
  await expect(client.subscriptions.cancel(id)).rejects.toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
  });
  await expect(
    client.subscriptions.update(id, { cancel_at_period_end: true }),
  ).rejects.toMatchObject({ statusCode: 400 });
});

test('an end in the past, or two ends at once, are refused', async () => {
  const { id } = await subscribed();
  await expect(client.subscriptions.update(id, { cancel_at: 1 })).rejects.toMatchObject({
    param: 'cancel_at',
  });
  await expect(
    client.subscriptions.update(id, { cancel_at: 4_000_000_000, cancel_at_period_end: true }),
  ).rejects.toMatchObject({ param: 'cancel_at' });
});

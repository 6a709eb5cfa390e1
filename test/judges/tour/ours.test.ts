import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Service, startService } from '../../harness/service.ts';
import { payOn } from '../../harness/stripeStandIn.ts';
import { overhear } from '../traffic/overhear.ts';

const traffic = overhear();
let service: Service;
beforeAll(async () => {
  service = await startService('servers');
});
afterAll(() => service?.stop());

const publisher = 'moscow-times';
const checkouts = () => `${service.url}/v1/publishers/${publisher}/checkouts`;

/** The account that our own code uses for the publisher. */
function stripe(): Stripe {
  const { hostname: host, port } = new URL(service.sandboxUrl);
  const key = `sk_test_sandbox_${publisher.replaceAll('-', '_')}`;
  return new Stripe(key, { protocol: 'http', host, port, telemetry: false });
}

async function begin(frequency: string, amount: number): Promise<{ id: string; url: string }> {
  const response = await fetch(checkouts(), {
    method: 'POST',
    body: new URLSearchParams({
      frequency,
      amount: String(amount),
      currency: 'usd',
      reader: `reader-${frequency}`,
      returnUrl: `${service.url}/demo/${publisher}/`,
    }),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as { id: string; url: string };
}

/** Waits until every event that the sandbox has for us has come and was worked. */
async function settle(): Promise<{ type: string; status: string; error: string | null }[]> {
  for (let tries = 0; tries < 300; tries += 1) {
    const told = await stripe().events.list({ limit: 100 });
    const { rows } = await service.stores.db.query<{
      id: string;
      type: string;
      status: string;
      error: string | null;
    }>('select id, type, status, error from event');
    const worked = new Set(rows.filter((one) => one.status !== 'received').map(({ id }) => id));
    if (told.data.length > 0 && told.data.every(({ id }) => worked.has(id))) return rows;
    await sleep(100);
  }
  throw new Error('the inbox was never empty');
}

test('our endpoints are registered at the sandbox', async () => {
  const { data } = await stripe().webhookEndpoints.list();
  expect(data.map(({ url }) => url)).toEqual([expect.stringContaining(`/stripe/${publisher}`)]);
});

test.each([
  ['once', 1000],
  ['monthly', 500],
  ['annual', 6000],
] as const)(
  'a reader gives %s, is refused first, and is known when they return',
  async (frequency, amount) => {
    const { id, url } = await begin(frequency, amount);
    await payOn(url, '4000000000009995');
    await payOn(url);
    const back = await fetch(`${checkouts()}/${id}?reader=reader-${frequency}`);
    expect(await back.json()).toMatchObject({ status: 'complete' });
  },
);

test('our handlers work every event that comes of it', async () => {
  const [annual] = (await stripe().subscriptions.list({ limit: 1 })).data;
  await stripe().subscriptions.cancel(annual!.id);
  await begin('once', 700);
  const [open] = (await stripe().checkout.sessions.list({ status: 'open' })).data;
  await stripe().checkout.sessions.expire(open!.id);
  const events = await settle();
  expect(events.filter(({ status }) => !['done', 'ignored'].includes(status))).toEqual([]);
  const done = events.filter(({ status }) => status === 'done').map(({ type }) => type);
  for (const type of [
    'checkout.session.completed',
    'checkout.session.expired',
    'customer.subscription.created',
    'customer.subscription.deleted',
    'invoice.paid',
    'payment_intent.succeeded',
  ])
    expect(done).toContain(type);
});

test('our own requests were all taken, but for the product that is not there yet', () => {
  const refused = traffic.exchanges.filter(({ status }) => status >= 400);
  expect(new Set(refused.map(({ method, path }) => `${method} ${path}`))).toEqual(
    new Set(['GET /v1/products/smallfavor_moscow_times']),
  );
});

import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import type { FakeClock } from '../harness/fakeClock.ts';
import { givenSandbox, openReceiver, openSandbox, type Receiver } from './givenSandbox.ts';

const { webhooks } = Stripe;
/** The sandbox's clock stands still, so that the age of a signature is not judged. */
const verify = (body: string, signature: string, secret: string) =>
  webhooks.constructEvent(body, signature, secret, 0);

eachDatabase('deliveries', (database) => {
  const given = givenSandbox(database);
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await openReceiver();
  });
  afterEach(() => receiver.close());

  const listen = (enabled_events: Stripe.WebhookEndpointCreateParams.EnabledEvent[] = ['*']) =>
    given().stripe.webhookEndpoints.create({
      url: receiver.url,
      enabled_events,
      api_version: '2026-10-28.endive',
    });
  /** Lets time pass until so many have come: a failed attempt arrives here before its next one has a time. */
  async function comeAgain(count: number, clock: FakeClock) {
    while (receiver.received.length < count) {
      clock.advance({ seconds: 2 });
      await sleep(50);
    }
    return receiver.received;
  }
  const makeProduct = (name = 'Gift') => given().stripe.products.create({ name });

  test('are signed as Stripe signs, over a body that only its own bytes fit', async () => {
    const { secret } = await listen();
    await given().start();
    const product = await makeProduct();
    const [{ body, signature }] = (await receiver.until(1)) as [Receiver['received'][number]];
    const event = verify(body, signature, secret!);
    expect(event).toMatchObject({ type: 'product.created', livemode: false, pending_webhooks: 1 });
    expect(event.api_version).toBe('2026-10-28.endive');
    expect((event.data.object as Stripe.Product).id).toBe(product.id);
    expect(event.request?.id).toBe(product.lastResponse.requestId);
    expect(() => verify(JSON.stringify(JSON.parse(body)), signature, secret!)).toThrow();
    expect(() => verify(body.replace('Gift', 'Loss'), signature, secret!)).toThrow();
    expect(() => verify(body, signature, `${secret}x`)).toThrow();
  });

  test('come only for what an endpoint asked for, and not where it is disabled', async () => {
    const { stripe, start } = given();
    const endpoint = await listen(['product.updated']);
    await start();
    const product = await makeProduct();
    await stripe.products.update(product.id, { name: 'Renamed' });
    const [first] = await receiver.until(1);
    expect(first!.event.data.previous_attributes).toEqual({ name: 'Gift' });
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: true });
    await stripe.products.update(product.id, { name: 'Again' });
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: false });
    await stripe.products.update(product.id, { name: 'Last' });
    await receiver.until(2);
    expect(
      receiver.received.map(({ event }) => (event.data.object as Stripe.Product).name),
    ).toEqual(['Renamed', 'Last']);
  });

  test.each([500, 302, 404])(
    'that are answered with %i come again, later and later',
    async (status) => {
      const { stripe, start, clock } = given();
      await listen();
      receiver.status = status;
      await start();
      await makeProduct();
      await receiver.until(1);
      const failing = await stripe.events.list({ delivery_success: false });
      expect(failing.data).toMatchObject([{ type: 'product.created', pending_webhooks: 1 }]);
      await comeAgain(2, clock);
      receiver.status = 200;
      const [first, , third] = await comeAgain(3, clock);
      expect(third!.body).toBe(first!.body);
      await expect
        .poll(async () => (await stripe.events.list({ delivery_success: false })).data)
        .toEqual([]);
      clock.advance({ days: 3 });
      const [event] = (await stripe.events.list({ delivery_success: true })).data;
      expect(event!.pending_webhooks).toBe(0);
      expect(receiver.received).toHaveLength(3);
    },
  );

  test('that nobody took survive a restart', async () => {
    await listen();
    const { clock, start, stop } = given();
    receiver.status = 500;
    await start();
    await makeProduct();
    await receiver.until(1);
    await stop();
    receiver.status = 200;
    clock.advance({ seconds: 20 });
    const restarted = await openSandbox(database(), clock);
    await restarted.start();
    const [, second] = await receiver.until(2);
    expect(second!.event.type).toBe('product.created');
    await restarted.stop();
  });

  test('are sent again when asked for', async () => {
    const { stripe, start } = given();
    await listen();
    await start();
    await makeProduct();
    const [first] = await receiver.until(1);
    const path = `/v1/events/${first!.event.id}/retry`;
    await stripe.rawRequest('POST', path);
    const [, second] = await receiver.until(2);
    expect(second!.event.id).toBe(first!.event.id);
  });

  test('carry two signatures while a secret is rolled', async () => {
    const { stripe, start } = given();
    const { id, secret } = await listen();
    const rolled = (await stripe.rawRequest(
      'POST',
      `/v1/webhook_endpoints/${id}/sandbox_roll_secret`,
    )) as unknown as Stripe.WebhookEndpoint;
    await start();
    await makeProduct();
    const [{ body, signature }] = (await receiver.until(1)) as [Receiver['received'][number]];
    expect(signature.match(/v1=/g)).toHaveLength(2);
    for (const one of [secret, rolled.secret]) verify(body, signature, one!);
    const known = await stripe.webhookEndpoints.retrieve(id);
    expect(known.secret).toBeUndefined();
  });

  test('go to sixteen endpoints, each with the version that it asked for, and no seventeenth', async () => {
    const { stripe, start } = given();
    const add = (api_version: Stripe.WebhookEndpointCreateParams.ApiVersion) =>
      stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'], api_version });
    await add('2025-09-30.clover');
    for (let more = 15; more > 0; more -= 1) await add('2026-10-28.endive');
    await expect(add('2026-10-28.endive')).rejects.toThrow('maximum of 16');
    await start();
    await makeProduct();
    const versions = (await receiver.until(16)).map(({ event }) => event.api_version);
    expect(versions.filter((version) => version === '2025-09-30.clover')).toHaveLength(1);
    expect(versions).toHaveLength(16);
  });
});

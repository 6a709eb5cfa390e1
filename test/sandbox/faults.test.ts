import { afterEach, beforeEach, expect, test } from 'vitest';
import { faultsSchema } from '../../src/sandbox/faults/faults.ts';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox, openReceiver, openSandbox, type Receiver } from './givenSandbox.ts';

eachDatabase('faults', (database) => {
  const given = givenSandbox(database);
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await openReceiver();
  });
  afterEach(async () => {
    await fetch(`${given().url}/sandbox/faults`, { method: 'DELETE' });
    await receiver.close();
  });

  const inject = (faults: object) =>
    fetch(`${given().url}/sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify(faults),
      headers: { 'content-type': 'application/json' },
    });
  const withoutRetries = () => given().client('sk_test_no_retries', { maxNetworkRetries: 0 });

  test.each([
    [409, 'StripeAPIError'],
    [429, 'StripeRateLimitError'],
    [500, 'StripeAPIError'],
    [502, 'StripeAPIError'],
    [503, 'StripeAPIError'],
    [504, 'StripeAPIError'],
  ])('answer with %i as often as they are told, then no more', async (status) => {
    await inject({ api: { status, times: 2 } });
    const stripe = withoutRetries();
    for (let i = 0; i < 2; i += 1)
      await expect(stripe.balance.retrieve()).rejects.toMatchObject({ statusCode: status });
    expect((await stripe.balance.retrieve()).object).toBe('balance');
  });

  test('cut an answer off after the work is done, and the same key finds it', async () => {
    await inject({ api: { cutOff: true, times: 1 } });
    const stripe = withoutRetries();
    const options = { idempotencyKey: 'one' };
    await expect(stripe.products.create({ name: 'Gift' }, options)).rejects.toThrow();
    const product = await stripe.products.create({ name: 'Gift' }, options);
    expect((await stripe.products.list()).data.map(({ id }) => id)).toEqual([product.id]);
  });

  test('send deliveries again, or never', async () => {
    const { stripe, start } = given();
    await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
    await start();
    await inject({ deliveries: { repeat: 2 } });
    await stripe.products.create({ name: 'Thrice' });
    const received = await receiver.until(3);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    await inject({ deliveries: { lose: 1 } });
    await stripe.products.create({ name: 'Lost' });
    await expect
      .poll(async () => (await stripe.events.list({ delivery_success: false })).data.length)
      .toBe(1);
    const [lost] = (await stripe.events.list({ delivery_success: false })).data;
    expect(lost!.pending_webhooks).toBe(1);
    expect(receiver.received).toHaveLength(3);
  });

  test('hold deliveries back for as long as they are told', async () => {
    const { stripe, start, clock } = given();
    await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
    await inject({ deliveries: { late: 60_000 } });
    await start();
    await stripe.products.create({ name: 'Late' });
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(receiver.received).toHaveLength(0);
    clock.advance({ seconds: 61 });
    await receiver.until(1);
  });

  test('are each in the form of the first page, as they are set', async () => {
    const { url } = given();
    await inject({ payouts: { fail: 'no_account' } });
    const page = await (await fetch(url)).text();
    expect(page).toMatch(/name="payouts\[fail\]"[\s\S]*value="no_account" selected/);
    for (const [group, knobs] of Object.entries(faultsSchema.shape))
      for (const name of Object.keys(knobs.unwrap().shape))
        expect(page).toContain(`name="${group}[${name}]"`);
  });

  test('outlive a restart, are shown, and are refused where they are none', async () => {
    await inject({ api: { slowMs: 1 } });
    const again = await openSandbox(database());
    expect(await (await fetch(`${again.url}/sandbox/faults`)).json()).toEqual({
      api: { slowMs: 1 },
    });
    await again.stop();
    const refused = await inject({ api: { status: 418, often: true } });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(await refused.json())).toContain('often');
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givenSandbox, secretKeyOf } from '../givenSandbox.ts';
import { type Delivery, type Receiver, startReceiver } from '../receiver.ts';
import { type Ask, askPython } from './askPython.ts';

const sandbox = givenSandbox();
const ask = <Answer>(asked: Ask) => askPython<Answer>(sandbox().url, secretKeyOf('python'), asked);

test('Stripe’s library for Python makes a customer and a Checkout Session, and pages through the events', async () => {
  const made = await ask<Record<string, unknown>>({ do: 'give', email: 'reader@example.org' });
  expect(made).toEqual({
    customer: expect.stringMatching(/^cus_/),
    session: {
      status: 'open',
      amount: 500,
      url: expect.stringContaining(sandbox().url),
      email: 'reader@example.org',
    },
    events: expect.arrayContaining(['customer.updated', 'customer.created']),
    first_page: [1, true],
  });
});

test('it understands each refusal', async () => {
  expect(await ask({ do: 'fail' })).toEqual({
    missing: ['InvalidRequestError', 404, 'resource_missing', 'id'],
    wrong: ['InvalidRequestError', 400, 'parameter_unknown', 'favourite_colour'],
    key: ['AuthenticationError', 401, null, null],
  });
});

describe('deliveries', () => {
  const count = 20;
  let receiver: Receiver;
  let secret: string;
  let delivered: readonly Delivery[];

  beforeAll(async () => {
    receiver = await startReceiver();
    const client = sandbox().client('python_deliveries');
    const endpoint = await client.webhookEndpoints.create({
      url: receiver.url('python'),
      enabled_events: ['customer.created'],
    });
    secret = endpoint.secret!;
    for (let i = 0; i < count; i += 1) await client.customers.create({ name: `Zoë № ${i}` });
    await receiver.awaitDelivery('python', () => receiver.deliveries('python').length === count);
    delivered = receiver.deliveries('python');
  });
  afterAll(() => receiver?.stop());

  const verify = (deliveries: readonly (Delivery & { secret: string })[]) =>
    ask<string[]>({ do: 'verify', deliveries });

  test('it believes 20 deliveries', async () => {
    const verdicts = await verify(delivered.map((one) => ({ ...one, secret })));
    expect(verdicts).toEqual(Array.from({ length: count }, () => 'customer.created'));
  });

  test('it believes none of 20 that were tampered with', async () => {
    const verdicts = await verify(delivered.map((one, i) => tamper(one, i)));
    expect(verdicts).toHaveLength(count);
    for (const verdict of verdicts) expect(verdict).toMatch(/^refused: /);
  });

  /** Each in one of five ways. */
  function tamper(one: Delivery, i: number): Delivery & { secret: string } {
    const other = delivered[(i + 1) % count]!;
    const ways = [
      { body: one.body.replace('Zoë', 'Zoe') },
      { body: JSON.stringify(JSON.parse(one.body)) },
      { signature: other.signature },
      { signature: one.signature.replace(/^t=\d+/, (t) => `t=${Number(t.slice(2)) + 1}`) },
      { secret: `${secret}0` },
    ];
    return { ...one, secret, ...ways[i % ways.length] };
  }
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { stripeApiVersion } from '../../src/ground/stripe.ts';
import config from '../vitest.config.ts';
import { givenSandbox } from './givenSandbox.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { overhear } from './traffic/overhear.ts';
import { sdkJudge } from './traffic/sdkJudge.ts';

const traffic = overhear();
const sandbox = givenSandbox();
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver?.stop());

test('every test file of the project is held to account', () => {
  expect(config.test?.setupFiles).toEqual([
    './test/judges/traffic/heldToAccount.ts',
    './test/judges/answers/heldToDescription.ts',
  ]);
});

test('requests, answers and deliveries are heard as they went over the wire', async () => {
  const stripe = sandbox().client('overheard');
  await stripe.webhookEndpoints.create({ url: receiver.url('all'), enabled_events: ['*'] });
  const { id } = await stripe.products.create({ name: 'Zoë’s gift', metadata: { a: '1' } });
  await stripe.products.list({ ids: [id] });
  await expect(stripe.products.retrieve('nobody’s')).rejects.toThrow('No such product');
  const [, made, listed, refused] = traffic.exchanges;
  expect(made).toMatchObject({
    method: 'POST',
    path: '/v1/products',
    apiVersion: stripeApiVersion,
    status: 200,
  });
  expect(new URLSearchParams(made!.form).get('name')).toBe('Zoë’s gift');
  expect(JSON.parse(made!.answer)).toMatchObject({ id, metadata: { a: '1' } });
  expect(listed).toMatchObject({ method: 'GET', form: `ids[0]=${id}` });
  expect(refused).toMatchObject({
    path: `/v1/products/${encodeURIComponent('nobody’s')}`,
    status: 404,
  });
  const { body } = await receiver.awaitDelivery('all', () => true);
  expect(traffic.events).toEqual([body]);
});

test('an answer that is cut off is not heard', async () => {
  const before = traffic.exchanges.length;
  const switched = await fetch(`${sandbox().url}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ api: { cutOff: true, times: 1 } }),
  });
  expect(switched.status).toBe(200);
  const { balance } = sandbox().client('overheard');
  await expect(balance.retrieve()).rejects.toMatchObject({ type: 'StripeConnectionError' });
  expect(traffic.exchanges.length).toBe(before);
  await balance.retrieve();
  expect(traffic.exchanges.length).toBe(before + 1);
});

test('what is wrong in it is said once, and how often it was', async () => {
  const { judge } = await sdkJudge();
  const made = traffic.exchanges.find(({ method }) => method === 'POST')!;
  const wrong = { ...made, form: `${made.form}&colour=blue` };
  expect(judge({ exchanges: [wrong, made, wrong], events: ['{"object":"gift"}'] })).toEqual([
    'POST /v1/webhook_endpoints sends has the unknown field colour (2 times)',
    'a delivery holds an unknown object: gift',
  ]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { stripeApiVersion } from '../../src/ground/stripe.ts';
import config from '../vitest.config.ts';
import { givenSandbox } from './givenSandbox.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { overhear } from './traffic/overhear.ts';
import { sdkJudge } from './traffic/sdkJudge.ts';
import { wrongOnPurpose } from './traffic/wrongOnPurpose.ts';

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

test('a wrong request that is refused is heard, and whether it was meant', async () => {
  const given = sandbox().client('overheard', wrongOnPurpose.client);
  const wrong = { name: 'a', colour: 'red' } as { name: string };
  await expect(given.products.create(wrong)).rejects.toMatchObject({ statusCode: 400 });
  const heard = traffic.exchanges.at(-1)!;
  expect(heard).toMatchObject({ status: 400, wrongOnPurpose: true });
  const { judge } = await sdkJudge();
  expect(judge({ exchanges: [heard], events: [] })).toEqual([]);
  expect(judge({ exchanges: [{ ...heard, wrongOnPurpose: false }], events: [] })).toEqual([
    'POST /v1/products sends has the unknown field colour',
  ]);
});

test('an event of a type that comes late is heard after many of another', async () => {
  const { products } = sandbox().client('overheard');
  for (let made = 0; made < 505; made += 5)
    await Promise.all(Array.from({ length: 5 }, () => products.create({ name: 'Gift' })));
  const last = await products.create({ name: 'Gift' });
  await products.update(last.id, { name: 'Another' });
  const types = () => traffic.events.map((body) => (JSON.parse(body) as { type: string }).type);
  await expect.poll(types).toContain('product.updated');
  expect(types().filter((type) => type === 'product.created')).toHaveLength(500);
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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import events from '../../src/sandbox/events/eventTypes.json' with { type: 'json' };
import versions from '../../src/sandbox/wire/versions.json' with { type: 'json' };
import { eachDatabase } from '../harness/databases.ts';
import { wrongOnPurpose } from '../judges/traffic/wrongOnPurpose.ts';
import { giftSession, givenSandbox, typesOf } from './givenSandbox.ts';

const sdk = join(import.meta.dirname, '../../node_modules/stripe');
const sdkEndpoints = readFileSync(join(sdk, 'esm/resources/WebhookEndpoints.d.ts'), 'utf8');

const refusal = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason as Stripe.errors.StripeError,
  );
  expect(error, 'the request was taken').toBeDefined();
  const { type, code, param, statusCode, message } = error!;
  return { type, code, param, statusCode, message };
};

eachDatabase('the API', (database) => {
  const given = givenSandbox(database);
  const wrongly = () => given().client('sk_test_asking_wrongly', wrongOnPurpose.client);

  test('a product keeps the id and metadata it was given', async () => {
    const { stripe } = given();
    await stripe.products.create({ id: 'gift', name: 'Gift', metadata: { a: '1', b: '2' } });
    const product = await stripe.products.update('gift', { metadata: { a: '', c: '3' } });
    expect(product.metadata).toEqual({ b: '2', c: '3' });
    const taken = await refusal(stripe.products.create({ id: 'gift', name: 'Again' }));
    expect(taken).toMatchObject({ code: 'resource_already_exists', statusCode: 400 });
  });

  test('each key is an account of its own', async () => {
    const { stripe, client } = given();
    await stripe.products.create({ id: 'gift', name: 'Gift' });
    const other = client('sk_test_somebody_else');
    const missing = await refusal(other.products.retrieve('gift'));
    expect(missing).toMatchObject({ code: 'resource_missing', statusCode: 404, param: 'id' });
    expect((await other.products.list()).data).toEqual([]);
  });

  test.each([
    ['', 'You did not provide an API key'],
    ['Bearer pk_test_1234567890', 'Invalid API Key'],
    ['Bearer sk_test_1', 'Invalid API Key'],
    ['Bearer sk_live_1234567890', 'test keys only'],
  ])('the key %j is refused with 401', async (authorization, words) => {
    const answer = await fetch(`${given().url}/v1/balance`, { headers: { authorization } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('request-id')).toMatch(/^req_\w+$/);
    const { error } = (await answer.json()) as { error: { message: string; type: string } };
    expect(error.message).toContain(words);
    expect(error.type).toBe('invalid_request_error');
    expect(error.message).not.toContain('1234567890');
  });

  test.each<[string, object, object]>([
    ['unknown', { name: 'a', colour: 'red' }, { code: 'parameter_unknown', param: 'colour' }],
    ['missing', {}, { code: 'parameter_missing', param: 'name' }],
    ['empty', { name: '' }, { code: 'parameter_invalid_empty', param: 'name' }],
    ['not a flag', { name: 'a', active: 'maybe' }, { param: 'active' }],
    ['a list for a map', { name: 'a', metadata: 'x' }, { param: 'metadata' }],
    [
      'an address that is none',
      { name: 'a', url: 'ftp:/x' },
      { code: 'url_invalid', param: 'url' },
    ],
  ])('a parameter that is %s is refused by name', async (_what, parameters, error) => {
    const answer = await refusal(wrongly().products.create(parameters as never));
    expect(answer).toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 400, ...error });
  });

  test.each<[string, Partial<Stripe.Checkout.SessionCreateParams>, object]>([
    ['no line items', { line_items: [] }, { param: 'line_items' }],
    [
      'payment data in subscription mode',
      { payment_intent_data: {} },
      { param: 'payment_intent_data' },
    ],
    ...['billing_address_collection', 'phone_number_collection'].map(
      (name): [string, Partial<Stripe.Checkout.SessionCreateParams>, object] => [
        `${name}, for which the page has no field,`,
        { [name]: name === 'phone_number_collection' ? { enabled: true } : 'required' },
        { code: 'sandbox_not_modelled' },
      ],
    ),
    [
      'a line that has no quantity',
      { line_items: [{ price: 'price_1' }] },
      { param: 'line_items[0][quantity]', code: 'parameter_missing' },
    ],
    ['a life of a minute', { expires_at: 1_795_521_660 }, { param: 'expires_at' }],
    ['a life of a week', { expires_at: 1_796_126_400 }, { param: 'expires_at' }],
    [
      'a customer and an e-mail',
      { customer: 'cus_1', customer_email: 'a@b.org' },
      { param: 'customer_email' },
    ],
    [
      'a customer that is not there',
      { customer: 'cus_1' },
      { param: 'customer', code: 'resource_missing' },
    ],
    [
      'payment method types',
      { payment_method_types: ['card'] } as never,
      { code: 'payment_method_types_no_longer_supported' },
    ],
  ])('a session with %s is refused', async (_what, more, error) => {
    // Empty maps and lists vanish on the wire, so that they are sent as text.
    const wire = Object.fromEntries(
      Object.entries(more).map(([name, value]) => [
        name,
        typeof value === 'object' && Object.keys(value ?? {}).length === 0 && !Array.isArray(value)
          ? { metadata: { a: 'b' } }
          : value,
      ]),
    );
    expect(await refusal(giftSession(wrongly(), wire))).toMatchObject(error);
  });

  test.each<[string, number, object]>([
    ['usd', 49, { code: 'amount_too_small' }],
    ['gbp', 29, { code: 'amount_too_small' }],
    ['usd', 100_000_000, { code: 'amount_too_large' }],
    ['isk', 550, { code: 'parameter_invalid_integer' }],
    ['kwd', 1005, { code: 'parameter_invalid_integer' }],
    ['zzz', 500, { message: expect.stringContaining('Invalid currency') }],
  ])('a gift of %s %i is refused', async (currency, amount, error) => {
    const line_items = [
      {
        quantity: 1,
        price_data: { currency, unit_amount: amount, product_data: { name: 'Gift' } },
      },
    ];
    const session = giftSession(given().stripe, { mode: 'payment', line_items });
    expect(await refusal(session)).toMatchObject(error);
  });

  test('older versions, and requests without one, may name payment method types', async () => {
    const { client } = given();
    const older = client('sk_test_an_older_client', { apiVersion: '2026-07-29.dahlia' as never });
    const session = await giftSession(older, { payment_method_types: ['card'] } as never);
    expect(session.payment_method_types).toEqual(['card']);
    const odd = client('sk_test_an_older_client', { apiVersion: 'latest' as never });
    expect((await refusal(odd.balance.retrieve())).message).toContain('Invalid Stripe API version');
  });

  test('an address that Stripe has and the sandbox has not says so', async () => {
    const answer = await refusal(given().stripe.topups.list());
    expect(answer).toMatchObject({ statusCode: 404, type: 'StripeInvalidRequestError' });
  });

  test.each(['2026-10-28', '2026-10-28.dahlia', '2026-02-30', '2027-01-15.endive', '2019-01-01'])(
    'the version %s, which never was, is refused',
    async (apiVersion) => {
      const { client } = given();
      const odd = client('sk_test_odd_version', { apiVersion: apiVersion as never });
      expect((await refusal(odd.balance.retrieve())).message).toContain(
        'Invalid Stripe API version',
      );
    },
  );

  test('versions and events are those that the SDK knows', () => {
    const named = (type: string) => {
      const [, union] = new RegExp(`type ${type} = ([^;]+);`).exec(sdkEndpoints)!;
      return [...union!.matchAll(/'([^']+)'/g)].map(([, name]) => name);
    };
    expect(versions.versions).toEqual(named('ApiVersion'));
    expect(events.types).toEqual(named('EnabledEvent'));
  });

  test('a price bills every three years at most', async () => {
    const { stripe } = given();
    const { id: product } = await stripe.products.create({ name: 'Gift' });
    const price = (interval: 'month' | 'year', interval_count: number) =>
      stripe.prices.create({
        product,
        currency: 'usd',
        unit_amount: 500,
        recurring: { interval, interval_count },
      });
    expect((await price('year', 3)).recurring?.interval_count).toBe(3);
    const param = 'recurring[interval_count]';
    expect(await refusal(price('year', 4))).toMatchObject({ param, statusCode: 400 });
    expect(await refusal(price('month', 37))).toMatchObject({ param, statusCode: 400 });
  });

  test('a lookup key finds one price, and goes to another where that is asked for', async () => {
    const { stripe } = given();
    const { id: product } = await stripe.products.create({ name: 'Gift' });
    const terms = { product, currency: 'usd', unit_amount: 500 };
    const first = await stripe.prices.create({ ...terms, lookup_key: 'gift' });
    await stripe.prices.update(first.id, { lookup_key: 'gift' });
    const again = stripe.prices.create({ ...terms, lookup_key: 'gift' });
    expect(await refusal(again)).toMatchObject({ param: 'lookup_key', statusCode: 400 });
    const second = await stripe.prices.create({
      ...terms,
      lookup_key: 'gift',
      transfer_lookup_key: true,
    });
    const found = await stripe.prices.list({ lookup_keys: ['gift'] });
    expect(found.data.map(({ id }) => id)).toEqual([second.id]);
    expect(second).not.toHaveProperty('transfer_lookup_key');
    const back = stripe.prices.update(first.id, { lookup_key: 'gift' });
    expect(await refusal(back)).toMatchObject({ param: 'lookup_key' });
    await stripe.prices.update(first.id, { lookup_key: 'gift', transfer_lookup_key: true });
    expect((await stripe.prices.retrieve(second.id)).lookup_key).toBeNull();
  });

  test('an update that changes nothing is not told of', async () => {
    const { stripe, clock } = given();
    const product = await stripe.products.create({ name: 'Gift', metadata: { a: '1', b: '2' } });
    const customer = await stripe.customers.create({ name: 'Ann' });
    clock.advance({ minutes: 1 });
    await stripe.products.update(product.id, { name: 'Gift', metadata: { b: '2', a: '1' } });
    await stripe.customers.update(customer.id, { name: 'Ann' });
    expect(await typesOf(stripe)).toEqual(['product.created', 'customer.created']);
    expect((await stripe.products.retrieve(product.id)).updated).toBe(product.updated);
    await stripe.products.update(product.id, { name: 'A gift' });
    expect((await typesOf(stripe)).at(-1)).toBe('product.updated');
  });

  test.each<[string, Partial<Stripe.WebhookEndpointCreateParams>, string]>([
    ['an event that is none', { enabled_events: ['foo.bar' as never] }, 'enabled_events[0]'],
    ['a version that is none', { api_version: '2027-01-01.x' as never }, 'api_version'],
  ])('an endpoint for %s is refused', async (_what, more, param) => {
    const asking = wrongly();
    const terms = { url: 'https://paper.example/hook', enabled_events: ['*' as const] };
    const made = asking.webhookEndpoints.create({ ...terms, ...more });
    expect(await refusal(made)).toMatchObject({ param, statusCode: 400 });
    const taken = await asking.webhookEndpoints.create({
      ...terms,
      enabled_events: ['invoice.paid'],
      api_version: '2025-03-31.basil',
    });
    const changed = asking.webhookEndpoints.update(taken.id, { enabled_events: ['a.b' as never] });
    expect(await refusal(changed)).toMatchObject({ param: 'enabled_events[0]' });
  });

  test('lists of a product are emptied by an empty text', async () => {
    const { stripe } = given();
    const { id } = await stripe.products.create({
      name: 'Gift',
      images: ['https://paper.example/a.png'],
      marketing_features: [{ name: 'A letter' }],
    });
    const emptied = await stripe.products.update(id, { images: '', marketing_features: '' });
    expect(emptied).toMatchObject({ images: [], marketing_features: [] });
  });

  test('a word that is none is answered with those that are', async () => {
    const made = wrongly().customers.create({ tax_exempt: 'maybe' as never });
    const { message, param } = await refusal(made);
    expect(param).toBe('tax_exempt');
    expect(message).toContain('must be one of exempt, none, reverse');
  });

  test('a refusal names the parameter, wherever it stands', async () => {
    const { stripe } = given();
    const { id: product } = await stripe.products.create({ name: 'Gift' });
    const { id: customer } = await stripe.customers.create();
    const recurring = { interval: 'month' as const };
    const items = [{ price_data: { currency: 'usd', product, recurring } }];
    expect(await refusal(stripe.subscriptions.create({ customer, items }))).toMatchObject({
      param: 'items[0][price_data][unit_amount]',
      message: 'Missing required param: items[0][price_data][unit_amount].',
    });
    expect(await refusal(giftSession(stripe, { mode: 'setup' }))).toMatchObject({
      code: 'sandbox_not_modelled',
      param: 'mode',
    });
  });
});

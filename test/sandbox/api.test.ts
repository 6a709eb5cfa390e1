import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { giftSession, givenSandbox } from './givenSandbox.ts';

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
    const answer = await refusal(given().stripe.products.create(parameters as never));
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
    expect(await refusal(giftSession(given().stripe, wire))).toMatchObject(error);
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
});

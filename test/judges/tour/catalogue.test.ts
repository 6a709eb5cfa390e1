import type Stripe from 'stripe';
import { beforeAll, expect, test } from 'vitest';
import { givenSandbox } from '../givenSandbox.ts';
import { wrongOnPurpose } from '../traffic/wrongOnPurpose.ts';

const sandbox = givenSandbox();
let stripe: Stripe;
beforeAll(() => {
  stripe = sandbox().client('catalogue');
});

test('products are made, changed, listed and deleted', async () => {
  const made = await stripe.products.create({
    id: 'gift_of_the_planet',
    name: 'Daily Planet',
    description: 'A gift',
    metadata: { kind: 'donation' },
    images: ['https://www.planet.example/logo.png'],
    statement_descriptor: 'PLANET',
    url: 'https://www.planet.example',
    default_price_data: { currency: 'usd', unit_amount: 500 },
    expand: ['default_price'],
  });
  expect((made.default_price as Stripe.Price).unit_amount).toBe(500);
  const changed = await stripe.products.update(made.id, {
    name: 'The Daily Planet',
    active: false,
    metadata: { kind: '', place: 'Metropolis' },
  });
  expect(changed.metadata).toEqual({ place: 'Metropolis' });
  expect((await stripe.products.list({ active: false, limit: 5 })).data).toHaveLength(1);
  const { id } = await stripe.products.create({ name: 'Soon gone' });
  expect(await stripe.products.del(id)).toMatchObject({ id, deleted: true });
  await expect(stripe.products.retrieve(id)).rejects.toMatchObject({ code: 'resource_missing' });
});

test('prices are once, monthly, annual, or what one wishes', async () => {
  const monthly = await stripe.prices.create({
    currency: 'usd',
    unit_amount: 200,
    product: 'gift_of_the_planet',
    recurring: { interval: 'month' },
    lookup_key: 'monthly',
    nickname: 'Monthly',
  });
  await stripe.prices.create({
    currency: 'eur',
    unit_amount_decimal: '1250',
    recurring: { interval: 'year', interval_count: 1 },
    product_data: { name: 'Annual', metadata: { kind: 'donation' } },
    tax_behavior: 'unspecified',
  } as unknown as Stripe.PriceCreateParams);
  const open = await stripe.prices.create({
    currency: 'usd',
    product: 'gift_of_the_planet',
    custom_unit_amount: { enabled: true, minimum: 200, preset: 500, maximum: 100_000 },
  });
  expect(open.custom_unit_amount).toMatchObject({ minimum: 200, preset: 500 });
  await stripe.prices.update(monthly.id, { active: false, metadata: { old: 'yes' } });
  await stripe.prices.retrieve(monthly.id, { expand: ['product'] });
  const page = await stripe.prices.list({ type: 'recurring', limit: 1, expand: ['data.product'] });
  expect(page.has_more).toBe(true);
  expect((await stripe.prices.list({ lookup_keys: ['monthly'] })).data).toHaveLength(1);
  await stripe.prices.list({ product: 'gift_of_the_planet', currency: 'usd', active: true });
});

test('lists go on from a cursor, in both directions', async () => {
  const all = await stripe.prices.list({ limit: 10 });
  const [first, second] = all.data;
  const after = await stripe.prices.list({ limit: 1, starting_after: first!.id });
  expect(after.data.map(({ id }) => id)).toEqual([second!.id]);
  const before = await stripe.prices.list({ limit: 1, ending_before: second!.id });
  expect(before.data.map(({ id }) => id)).toEqual([first!.id]);
  const every = await stripe.prices.list({ limit: 1 }).autoPagingToArray({ limit: 50 });
  expect(every.map(({ id }) => id)).toEqual(all.data.map(({ id }) => id));
});

test('what is asked wrongly is refused, by the name of what is wrong', async () => {
  const { prices } = sandbox().client('catalogue', wrongOnPurpose.client);
  const wrong = (params: object) => prices.create(params as Stripe.PriceCreateParams);
  await expect(wrong({ currency: 'usd', unit_amount: 1 })).rejects.toMatchObject({
    type: 'StripeInvalidRequestError',
  });
  await expect(
    wrong({ currency: 'usd', product: 'p', recurring: { interval: 'monthly' } }),
  ).rejects.toMatchObject({ param: 'recurring[interval]' });
  await expect(
    wrong({ currency: 'usd', product: 'p', unit_amount: 1, colour: 'blue' }),
  ).rejects.toMatchObject({ code: 'parameter_unknown' });
});

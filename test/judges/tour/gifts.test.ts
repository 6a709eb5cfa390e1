import type Stripe from 'stripe';
import { beforeAll, expect, test } from 'vitest';
import { payOn } from '../../harness/stripeStandIn.ts';
import { givenSandbox } from '../givenSandbox.ts';

const sandbox = givenSandbox();
let stripe: Stripe;
beforeAll(async () => {
  stripe = sandbox().client('gifts');
  await stripe.products.create({ id: 'gift', name: 'Daily Planet' });
});

const donation = (
  differs: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  submit_type: 'donate',
  success_url: 'https://www.planet.example/article#{CHECKOUT_SESSION_ID}',
  cancel_url: 'https://www.planet.example/article',
  client_reference_id: 'pledge-1',
  metadata: { pledge: '1' },
  customer_creation: 'always',
  locale: 'en',
  line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 500, product: 'gift' } }],
  payment_intent_data: {
    metadata: { pledge: '1' },
    description: 'A gift',
    statement_descriptor_suffix: 'GIFT',
    setup_future_usage: 'off_session',
  },
  ...differs,
});
const begin = (differs?: Partial<Stripe.Checkout.SessionCreateParams>) =>
  stripe.checkout.sessions.create(donation(differs));

test('a session is begun, read, named, listed and ended', async () => {
  const session = await begin({
    customer_email: 'lois@planet.example',
    expires_at: Math.floor(Date.now() / 1000) + 3600,
    after_expiration: { recovery: { enabled: true } },
    consent_collection: { terms_of_service: 'none' },
    billing_address_collection: 'auto',
    expand: ['line_items.data.price.product'],
  });
  expect(session.line_items!.data[0]!.price!.product).toMatchObject({ id: 'gift' });
  await stripe.checkout.sessions.update(session.id, { metadata: { pledge: '2' } });
  await stripe.checkout.sessions.listLineItems(session.id, { limit: 5 });
  expect((await stripe.checkout.sessions.list({ status: 'open' })).data).toHaveLength(1);
  expect(await stripe.checkout.sessions.expire(session.id)).toMatchObject({ status: 'expired' });
  await expect(stripe.checkout.sessions.expire(session.id)).rejects.toMatchObject({
    statusCode: 400,
  });
});

test('a gift in dollars is paid, and every object of it can be read', async () => {
  const { id, url } = await begin();
  await payOn(url!);
  const session = await stripe.checkout.sessions.retrieve(id, {
    expand: ['customer', 'line_items', 'payment_intent.latest_charge.balance_transaction'],
  });
  expect(session).toMatchObject({ status: 'complete', payment_status: 'paid' });
  const intent = session.payment_intent as Stripe.PaymentIntent;
  expect(intent.latest_charge).toMatchObject({ paid: true, balance_transaction: { amount: 500 } });
  await stripe.paymentIntents.retrieve(intent.id, { expand: ['customer', 'payment_method'] });
  await stripe.charges.list({ payment_intent: intent.id, expand: ['data.refunds'] });
  await stripe.charges.retrieve((intent.latest_charge as Stripe.Charge).id);
  await stripe.paymentIntents.list({ customer: (session.customer as Stripe.Customer).id });
  const found = await stripe.checkout.sessions.list({ payment_intent: intent.id });
  expect(found.data).toHaveLength(1);
});

test('a gift in a currency that the account does not hold is exchanged', async () => {
  const price_data = { currency: 'jpy', unit_amount: 1000, product: 'gift' };
  const { id, url } = await begin({ line_items: [{ quantity: 1, price_data }] });
  await payOn(url!);
  const { payment_intent: intent } = await stripe.checkout.sessions.retrieve(id, {
    expand: ['payment_intent.latest_charge.balance_transaction'],
  });
  const charge = (intent as Stripe.PaymentIntent).latest_charge as Stripe.Charge;
  expect((charge.balance_transaction as Stripe.BalanceTransaction).exchange_rate).not.toBeNull();
});

test.each([
  ['no money', '4000000000009995'],
  ['an old date', '4000000000000069'],
  ['a bank that asks', '4000002760003184'],
])('a card with %s leaves the session open, and its failure can be read', async (_what, number) => {
  const { id, url } = await begin();
  await payOn(url!, number);
  const session = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
  expect(session).toMatchObject({ status: 'open', payment_status: 'unpaid' });
});

test('a card that is disputed later, one that is stolen, and one that is watched are taken or not', async () => {
  for (const number of ['4000000000000259', '4000000000009979', '4000000000005423']) {
    const { url } = await begin();
    await payOn(url!, number);
  }
  await stripe.charges.list({ limit: 100, expand: ['data.balance_transaction', 'data.customer'] });
  await stripe.charges.search({ query: 'amount>100 AND status:"succeeded"', limit: 1 });
});

test('the balance and its transactions can be read', async () => {
  const balance = await stripe.balance.retrieve();
  expect(balance.pending.length + balance.available.length).toBeGreaterThan(0);
  const page = await stripe.balanceTransactions.list({ type: 'charge', limit: 100 });
  expect(page.data.length).toBeGreaterThan(1);
  await stripe.balanceTransactions.retrieve(page.data[0]!.id, { expand: ['source'] });
  await stripe.balanceTransactions.list({ currency: 'usd', created: { gte: 1 } });
});

import type Stripe from 'stripe';
import { beforeAll, expect, test } from 'vitest';
import { givenSandbox } from '../givenSandbox.ts';

const sandbox = givenSandbox();
let stripe: Stripe;
let customer: Stripe.Customer;
beforeAll(async () => {
  stripe = sandbox().client('people');
  customer = await stripe.customers.create({
    email: 'lois@planet.example',
    name: 'Lois Lane',
    description: 'A reader',
    phone: '+12025550123',
    preferred_locales: ['en'],
    metadata: { reader: '1' },
    address: { line1: '1 Main Street', city: 'Metropolis', country: 'US', postal_code: '10001' },
  });
});

test('customers are read, changed and listed', async () => {
  const changed = await stripe.customers.update(customer.id, {
    name: 'Lois Lane-Kent',
    description: '',
    metadata: { reader: '2' },
  });
  expect(changed).toMatchObject({ name: 'Lois Lane-Kent', description: null });
  await stripe.customers.retrieve(customer.id, { expand: ['subscriptions'] });
  expect((await stripe.customers.list({ email: 'lois@planet.example' })).data).toHaveLength(1);
  expect((await stripe.customers.list({ created: { gt: 0 }, limit: 3 })).data).toHaveLength(1);
});

test('a deleted customer is known to have been', async () => {
  const { id } = await stripe.customers.create({ name: 'Clark Kent' });
  expect(await stripe.customers.del(id)).toMatchObject({ id, deleted: true });
  expect(await stripe.customers.retrieve(id)).toMatchObject({ id, deleted: true });
});

test('a card is attached, becomes the default, and is detached', async () => {
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  expect(card.card).toMatchObject({ brand: 'visa', last4: '4242' });
  const changed = await stripe.customers.update(customer.id, {
    invoice_settings: { default_payment_method: card.id },
    expand: ['invoice_settings.default_payment_method'],
  });
  expect(changed.invoice_settings.default_payment_method).toMatchObject({ id: card.id });
  await stripe.paymentMethods.update(card.id, {
    billing_details: { name: 'Lois' },
    metadata: { a: 'b' },
  });
  await stripe.paymentMethods.retrieve(card.id, { expand: ['customer'] });
  const cards = await stripe.customers.listPaymentMethods(customer.id, { type: 'card' });
  expect(cards.data).toHaveLength(1);
  await stripe.paymentMethods.list({ customer: customer.id, type: 'card' });
  expect(await stripe.paymentMethods.detach(card.id)).toMatchObject({ customer: null });
});

test('a card that its bank refuses is not attached', async () => {
  const refused = stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer: customer.id });
  await expect(refused).rejects.toMatchObject({
    type: 'StripeCardError',
    statusCode: 402,
    code: 'card_declined',
  });
});

test('a card is set up for later', async () => {
  const intent = await stripe.setupIntents.create({
    customer: customer.id,
    usage: 'off_session',
    metadata: { why: 'renewals' },
  });
  expect(intent.status).toBe('requires_payment_method');
  const done = await stripe.setupIntents.confirm(intent.id, {
    payment_method: 'pm_card_visa',
    return_url: 'https://www.planet.example/',
  });
  expect(done.status).toBe('succeeded');
  await stripe.setupIntents.retrieve(intent.id, { expand: ['payment_method'] });
  const other = await stripe.setupIntents.create({});
  expect(await stripe.setupIntents.cancel(other.id)).toMatchObject({ status: 'canceled' });
  await stripe.setupIntents.list({ customer: customer.id });
});

test('the bank is asked before a card is set up', async () => {
  const intent = await stripe.setupIntents.create({
    confirm: true,
    payment_method: 'pm_card_threeDSecure2Required',
    return_url: 'https://www.planet.example/',
  });
  expect(intent).toMatchObject({
    status: 'requires_action',
    next_action: { type: 'redirect_to_url' },
  });
});

import type Stripe from 'stripe';
import { beforeAll, expect, test } from 'vitest';
import { givenSandbox } from '../givenSandbox.ts';

const sandbox = givenSandbox();
let stripe: Stripe;
beforeAll(() => {
  stripe = sandbox().client('payments');
});

const pay = (card = 'pm_card_visa', differs: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    confirm: true,
    payment_method: card,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    expand: ['latest_charge.balance_transaction'],
    ...differs,
  });

test('a payment is made at once', async () => {
  const intent = await pay('pm_card_visa', { metadata: { pledge: '1' }, description: 'A gift' });
  expect(intent).toMatchObject({ status: 'succeeded', amount_received: 2000 });
  await stripe.paymentIntents.update(intent.id, { metadata: { pledge: '2' } });
  await stripe.charges.update((intent.latest_charge as Stripe.Charge).id, { description: 'Gift' });
});

test('a payment is made step by step, or called off', async () => {
  const intent = await stripe.paymentIntents.create({ amount: 1500, currency: 'eur' });
  expect(intent.status).toBe('requires_payment_method');
  const paid = await stripe.paymentIntents.confirm(intent.id, {
    payment_method: 'pm_card_mastercard',
    return_url: 'https://www.planet.example/',
  });
  expect(paid.status).toBe('succeeded');
  const other = await stripe.paymentIntents.create({ amount: 1500, currency: 'eur' });
  const reason = 'requested_by_customer';
  const called = await stripe.paymentIntents.cancel(other.id, { cancellation_reason: reason });
  expect(called).toMatchObject({ status: 'canceled', cancellation_reason: reason });
});

test('a payment is held, then taken', async () => {
  const held = await pay('pm_card_visa', { capture_method: 'manual' });
  expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 2000 });
  const taken = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 1500 });
  expect(taken).toMatchObject({ status: 'succeeded', amount_received: 1500 });
});

test('a card is refused, or its bank asked first', async () => {
  await expect(pay('pm_card_chargeDeclined')).rejects.toMatchObject({
    statusCode: 402,
    code: 'card_declined',
    payment_intent: { status: 'requires_payment_method' },
  });
  const asked = await pay('pm_card_threeDSecure2Required', {
    automatic_payment_methods: { enabled: true },
    return_url: 'https://www.planet.example/',
  });
  expect(asked).toMatchObject({ status: 'requires_action' });
});

test('money is given back, in parts', async () => {
  const intent = await pay();
  const part = await stripe.refunds.create({
    payment_intent: intent.id,
    amount: 500,
    reason: 'requested_by_customer',
    metadata: { actor: 'finance' },
    expand: ['charge', 'balance_transaction'],
  });
  expect(part).toMatchObject({ status: 'succeeded', charge: { amount_refunded: 500 } });
  const charge = (intent.latest_charge as Stripe.Charge).id;
  await stripe.refunds.create({ charge });
  await stripe.refunds.update(part.id, { metadata: { seen: 'yes' } });
  await stripe.refunds.retrieve(part.id);
  expect((await stripe.refunds.list({ payment_intent: intent.id })).data).toHaveLength(2);
  await stripe.charges.retrieve(charge, { expand: ['refunds'] });
  await expect(stripe.refunds.create({ charge })).rejects.toMatchObject({
    code: 'charge_already_refunded',
  });
});

test('money is given back late, or comes back to us', async () => {
  for (const card of ['pm_card_pendingRefund', 'pm_card_refundFail']) {
    const intent = await pay(card);
    await stripe.refunds.create({ payment_intent: intent.id });
  }
  await stripe.refunds.list({ limit: 100 });
});

test.each(['pm_card_createDispute', 'pm_card_createDisputeInquiry'])(
  'a charge of %s is disputed, answered and closed',
  async (card) => {
    const intent = await pay(card);
    const { data } = await stripe.disputes.list({ payment_intent: intent.id });
    await stripe.disputes.retrieve(data[0]!.id, { expand: ['charge', 'payment_intent'] });
    const answered = await stripe.disputes.update(data[0]!.id, {
      evidence: { uncategorized_text: 'winning_evidence', customer_name: 'Lois Lane' },
      metadata: { case: '1' },
      submit: true,
    });
    expect(answered.evidence_details.submission_count).toBe(1);
    const other = await pay(card);
    const [open] = (await stripe.disputes.list({ payment_intent: other.id })).data;
    expect((await stripe.disputes.close(open!.id)).status).toMatch(/lost|closed/);
    await stripe.charges.retrieve((intent.latest_charge as Stripe.Charge).id);
  },
);

test('a bank warns of fraud, and a payment is looked at', async () => {
  await pay('pm_card_createIssuerFraudRecord');
  const { data } = await stripe.radar.earlyFraudWarnings.list({ expand: ['data.charge'] });
  await stripe.radar.earlyFraudWarnings.retrieve(data[0]!.id);
  await pay('pm_card_riskLevelElevated');
  const reviews = await stripe.reviews.list({ expand: ['data.charge', 'data.payment_intent'] });
  await stripe.reviews.retrieve(reviews.data[0]!.id);
  expect((await stripe.reviews.approve(reviews.data[0]!.id)).closed_reason).toBe('approved');
});

test('money is paid out', async () => {
  await pay('pm_card_bypassPending', { amount: 10_000 });
  const payout = await stripe.payouts.create({
    amount: 1000,
    currency: 'usd',
    metadata: { week: '1' },
    expand: ['balance_transaction'],
  });
  await stripe.payouts.update(payout.id, { metadata: { week: '2' } });
  await stripe.payouts.retrieve(payout.id);
  await stripe.payouts.list({ status: 'paid', arrival_date: { gte: 1 } });
  // What a payout made by hand is made of, Stripe does not say either.
  await expect(stripe.balanceTransactions.list({ payout: payout.id })).rejects.toMatchObject({
    statusCode: 400,
  });
  await stripe.balanceTransactions.list({ source: payout.id, expand: ['data.source'] });
  await stripe.balance.retrieve();
});

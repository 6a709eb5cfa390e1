import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox, typesOf } from './givenSandbox.ts';
import { onClock } from './onClock.ts';
import { balanceIn, paidCharge } from './paidCharge.ts';

const slowRefund = 'pendingRefund';
const failingRefund = 'refundFail';
/** A gift of $20, less 2.9 % and 30 cents. */
const net = 1912;

eachDatabase('refunds', (database) => {
  const given = givenSandbox(database);

  test('give a charge back in parts, until nothing is left of it', async () => {
    const { stripe } = given();
    const { id: charge, payment_intent } = await paidCharge(stripe);
    const before = (await typesOf(stripe)).length;
    const part = await stripe.refunds.create({
      payment_intent: payment_intent as string,
      amount: 500,
      reason: 'requested_by_customer',
      metadata: { actor: 'finance' },
      expand: ['balance_transaction', 'charge'],
    });
    expect(part).toMatchObject({
      status: 'succeeded',
      amount: 500,
      charge: { amount_refunded: 500, refunded: false },
      balance_transaction: { amount: -500, fee: 0, net: -500, type: 'refund', source: part.id },
    });
    expect((await typesOf(stripe)).slice(before)).toEqual(['refund.created', 'charge.refunded']);
    const rest = await stripe.refunds.create({ charge });
    expect(rest.amount).toBe(1500);
    expect(await balanceIn(stripe, 'usd')).toEqual({ available: 0, pending: net - 2000 });
    // A refund that did not fail has no such transaction, and may be asked for it.
    const expand = ['data.failure_balance_transaction'];
    const { data } = await stripe.refunds.list({ charge, expand });
    expect(data.map(({ id }) => id)).toEqual([rest.id, part.id]);
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ refunded: true });
  });

  test('of all parts of a payment that was exchanged are the whole of it, to the cent', async () => {
    const { stripe } = given();
    // A yen is 0.66 cents: 101 of them are 67, and three parts rounded each by itself would be 66.
    const { id: charge, ...paid } = await paidCharge(stripe, { amount: 101, currency: 'jpy' });
    const { amount } = await stripe.balanceTransactions.retrieve(
      paid.balance_transaction as string,
    );
    const moved: number[] = [];
    for (const part of [33, 34, 34]) {
      const refund = await stripe.refunds.create({
        charge,
        amount: part,
        expand: ['balance_transaction'],
      });
      moved.push((refund.balance_transaction as Stripe.BalanceTransaction).amount);
    }
    expect(moved.reduce((sum, one) => sum + one)).toBe(-amount);
    expect(amount).toBe(67);
    expect([33, 34, 34].map((part) => Math.round(part * 0.66))).toEqual([22, 22, 22]);
  });

  test('are told of with what changed in the charge', async () => {
    const { stripe } = given();
    await stripe.refunds.create({ charge: (await paidCharge(stripe)).id, amount: 500 });
    const [news] = (await stripe.events.list({ type: 'charge.refunded' })).data;
    expect(news!.data.previous_attributes).toEqual({ amount_refunded: 0 });
  });

  test('that cannot be are refused, and change nothing', async () => {
    const { stripe } = given();
    const { id: charge, payment_intent } = await paidCharge(stripe);
    await stripe.refunds.create({ charge, amount: 1500 });
    const before = [await balanceIn(stripe, 'usd'), await typesOf(stripe)];
    const refused = (params: Stripe.RefundCreateParams, facts: object) =>
      expect(stripe.refunds.create(params)).rejects.toMatchObject({ statusCode: 400, ...facts });
    await refused({ charge, amount: 501 }, { param: 'amount' });
    await refused({ charge, amount: 0 }, { param: 'amount' });
    await refused({}, { code: 'parameter_missing' });
    await refused({ charge, payment_intent: payment_intent as string }, {});
    await refused({ charge: 'ch_of_nobody' }, { code: 'resource_missing', param: 'charge' });
    expect([await balanceIn(stripe, 'usd'), await typesOf(stripe)]).toEqual(before);
    await stripe.refunds.create({ charge });
    await refused({ charge }, { code: 'charge_already_refunded' });
  });

  test('take a note, and are not canceled', async () => {
    const { stripe } = given();
    const { id } = await stripe.refunds.create({ charge: (await paidCharge(stripe)).id });
    await stripe.refunds.update(id, { metadata: { case: '7' } });
    expect(await stripe.refunds.retrieve(id)).toMatchObject({ metadata: { case: '7' } });
    expect((await typesOf(stripe)).slice(-2)).toEqual(['refund.updated', 'charge.refund.updated']);
    await expect(stripe.refunds.cancel(id)).rejects.toMatchObject({ statusCode: 400 });
  });

  test('of a slow bank are pending, and succeed as time passes', async () => {
    const { stripe } = given();
    const life = await onClock(stripe);
    const { id: customer } = await life.customer();
    const charge = await paidCharge(stripe, { card: slowRefund, customer });
    const { id, status, created } = await stripe.refunds.create({ charge: charge.id });
    expect({ status, created }).toEqual({ status: 'pending', created: life.clock.frozen_time });
    await life.pass(1);
    expect((await stripe.refunds.retrieve(id)).status).toBe('succeeded');
    const [news] = (await stripe.events.list({ type: 'refund.updated' })).data;
    expect(news!.data.previous_attributes).toMatchObject({ status: 'pending' });
  });

  test('that a bank sends back bring the money back to us', async () => {
    const { stripe } = given();
    const life = await onClock(stripe);
    const { id: customer } = await life.customer();
    const charge = await paidCharge(stripe, { card: failingRefund, customer });
    const { id, status } = await stripe.refunds.create({ charge: charge.id });
    expect(status).toBe('succeeded');
    expect((await balanceIn(stripe, 'usd')).pending).toBe(net - 2000);
    await life.pass(1);
    const failed = await stripe.refunds.retrieve(id, { expand: ['failure_balance_transaction'] });
    expect(failed).toMatchObject({
      status: 'failed',
      failure_balance_transaction: { amount: 2000, type: 'refund_failure', source: id },
    });
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ amount_refunded: 0 });
    expect((await balanceIn(stripe, 'usd')).pending).toBe(net);
    expect(await typesOf(stripe)).toContain('refund.failed');
  });

  test.each([
    ['isk', 100_000, 1050],
    ['kwd', 10_000, 1055],
  ])('of %s come in the steps that its charges do', async (currency, amount, odd) => {
    const { stripe } = given();
    const charge = await paidCharge(stripe, { currency, amount });
    await expect(stripe.refunds.create({ charge: charge.id, amount: odd })).rejects.toMatchObject({
      param: 'amount',
      statusCode: 400,
    });
    expect((await stripe.charges.retrieve(charge.id)).amount_refunded).toBe(0);
  });

  test('from a cash balance say that they are not modelled', async () => {
    const { stripe } = given();
    await expect(
      stripe.refunds.create({ customer: 'cus_1', currency: 'usd', origin: 'customer_balance' }),
    ).rejects.toMatchObject({ code: 'sandbox_not_modelled', param: 'currency' });
  });
});

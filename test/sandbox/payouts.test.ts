import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox, typesOf } from './givenSandbox.ts';
import { onClock } from './onClock.ts';
import { balanceIn, paidCharge } from './paidCharge.ts';

const readyAtOnce = 'bypassPending';
const netOf = (transactions: Stripe.BalanceTransaction[]) =>
  transactions.reduce((sum, { net }) => sum + net, 0);
const at = (iso: string) => Date.parse(iso) / 1000;

eachDatabase('payouts', (database) => {
  const given = givenSandbox(database);
  const transactionsOf = (stripe: Stripe, payout: string) =>
    stripe.balanceTransactions.list({ payout, limit: 100 }).autoPagingToArray({ limit: 1000 });

  /** A supporter by a test clock, which stands at 10 in the morning of 15 January 2027. */
  async function givenLife(stripe: Stripe) {
    const life = await onClock(stripe);
    const { id: customer } = await life.customer();
    return { ...life, charge: (facts = {}) => paidCharge(stripe, { customer, ...facts }) };
  }

  test('are made by themselves of what is available, and say what they are made of', async () => {
    const { stripe } = given();
    const life = await givenLife(stripe);
    await life.charge();
    const { id: charge } = await life.charge({ amount: 5000 });
    await stripe.refunds.create({ charge, amount: 1000 });
    await life.pass(1);
    expect((await stripe.payouts.list()).data).toEqual([]);
    await life.pass(1);
    const [payout, ...more] = (await stripe.payouts.list()).data;
    expect(more).toEqual([]);
    expect(payout).toMatchObject({
      amount: 1912 + 4825 - 1000,
      automatic: true,
      status: 'in_transit',
      reconciliation_status: 'completed',
      created: at('2027-01-17T00:00:00Z'),
      arrival_date: at('2027-01-19T00:00:00Z'),
    });
    const rows = await transactionsOf(stripe, payout!.id);
    const others = rows.filter(({ id }) => id !== payout!.balance_transaction);
    expect([rows.length, netOf(rows), netOf(others)]).toEqual([4, 0, payout!.amount]);
    expect(others.every(({ status }) => status === 'available')).toBe(true);
    await life.pass(2);
    const paid = await stripe.payouts.list({ status: 'paid', arrival_date: { gte: 1 } });
    expect(paid.data).toMatchObject([{ id: payout!.id, trace_id: { status: 'supported' } }]);
    expect((await typesOf(stripe)).filter((type) => /payout|balance/.test(type))).toEqual([
      'balance.available',
      'payout.created',
      'payout.updated',
      'payout.reconciliation_completed',
      'payout.paid',
    ]);
    expect(await balanceIn(stripe, 'usd')).toEqual({ available: 0, pending: 0 });
  });

  test('are made for each currency, by the wall’s time too', async () => {
    const { stripe, clock, keepHouse } = given();
    await paidCharge(stripe);
    await paidCharge(stripe, { currency: 'eur' });
    await paidCharge(stripe, { currency: 'jpy', amount: 3000 });
    clock.advance({ days: 3 });
    await keepHouse();
    const { data } = await stripe.payouts.list();
    expect(data.map(({ amount, currency }) => [currency, amount]).sort()).toEqual([
      ['eur', 1912],
      ['usd', 1912 + 1980 - 87 - 20],
    ]);
    clock.advance({ days: 3 });
    await keepHouse();
    expect((await stripe.payouts.list({ status: 'paid' })).data).toHaveLength(2);
  });

  test('in forints are of whole forints, and the rest waits', async () => {
    const { stripe } = given();
    const life = await givenLife(stripe);
    await life.charge({ currency: 'huf', amount: 200_050 });
    await life.pass(2);
    const [payout] = (await stripe.payouts.list()).data;
    expect(payout!.amount).toBe(194_200);
    const rows = await transactionsOf(stripe, payout!.id);
    expect(netOf(rows)).toBe(0);
    expect(await balanceIn(stripe, 'huf')).toEqual({ available: 19, pending: 0 });
    await expect(stripe.payouts.create({ amount: 19, currency: 'huf' })).rejects.toMatchObject({
      param: 'amount',
    });
  });

  test('that the bank sends back bring the money into the next', async () => {
    const { stripe, url } = given();
    const life = await givenLife(stripe);
    await life.charge();
    await life.pass(2);
    const fault = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const body = JSON.stringify({ payouts: { fail: 'account_closed' } });
    expect((await fetch(`${url}/sandbox/faults`, { ...fault, body })).status).toBe(200);
    await life.pass(2);
    await fetch(`${url}/sandbox/faults`, { method: 'DELETE' });
    const [next, failed] = (
      await stripe.payouts.list({ expand: ['data.failure_balance_transaction'] })
    ).data;
    expect(failed).toMatchObject({
      status: 'failed',
      failure_code: 'account_closed',
      failure_balance_transaction: { amount: 1912, type: 'payout_failure' },
    });
    expect(next).toMatchObject({ amount: 1912, created: failed!.arrival_date });
    await life.pass(3);
    expect(await stripe.payouts.retrieve(next!.id)).toMatchObject({ status: 'paid' });
    expect(await typesOf(stripe)).toContain('payout.failed');
  });

  test('less than nothing and next to nothing wait', async () => {
    const { stripe } = given();
    const life = await givenLife(stripe);
    const { id: charge } = await life.charge();
    await life.charge({ amount: 200 });
    await stripe.refunds.create({ charge });
    await life.pass(3);
    expect(await balanceIn(stripe, 'usd')).toMatchObject({ available: 1912 - 2000 + 164 });
    expect((await stripe.payouts.list()).data).toEqual([]);
    await life.charge({ amount: 500 });
    await life.pass(3);
    expect((await stripe.payouts.list()).data).toMatchObject([{ amount: 76 + 455 }]);
  });

  test('are made by hand of what is available, called off, and fetched back', async () => {
    const { stripe, clock, keepHouse } = given();
    await paidCharge(stripe, { card: readyAtOnce, amount: 10_000 });
    const make = (amount: number) => stripe.payouts.create({ amount, currency: 'usd' });
    await expect(make(9681)).rejects.toMatchObject({ code: 'balance_insufficient' });
    await expect(make(99)).rejects.toMatchObject({ code: 'amount_too_small' });
    const { id } = await make(1000);
    expect(await balanceIn(stripe, 'usd')).toMatchObject({ available: 8680 });
    expect(await stripe.payouts.cancel(id)).toMatchObject({ status: 'canceled' });
    await expect(stripe.payouts.cancel(id)).rejects.toMatchObject({ statusCode: 400 });
    expect(await balanceIn(stripe, 'usd')).toMatchObject({ available: 9680 });
    const second = await make(2000);
    await expect(stripe.balanceTransactions.list({ payout: second.id })).rejects.toMatchObject({
      param: 'payout',
    });
    await expect(stripe.payouts.reverse(second.id)).rejects.toMatchObject({ statusCode: 400 });
    for (let day = 0; day < 4; day += 1) {
      clock.advance({ days: 1 });
      await keepHouse();
    }
    const [automatic] = (await stripe.payouts.list()).data;
    expect(automatic).toMatchObject({ automatic: true, amount: 7680 });
    const rows = await transactionsOf(stripe, automatic!.id);
    expect(netOf(rows)).toBe(0);
    const back = await stripe.payouts.reverse(second.id, { metadata: { why: 'too much' } });
    expect(back).toMatchObject({ amount: -2000, original_payout: second.id });
    expect(await stripe.payouts.retrieve(second.id)).toMatchObject({ reversed_by: back.id });
    expect(await balanceIn(stripe, 'usd')).toEqual({ available: 0, pending: 2000 });
  });

  test('outlive the test clock under which the money came', async () => {
    const { stripe, clock, keepHouse } = given();
    const life = await givenLife(stripe);
    await life.charge();
    await life.charge({ currency: 'eur' });
    await life.pass(2);
    await life.charge({ amount: 500 });
    await stripe.testHelpers.testClocks.del(life.clock.id);
    expect(await balanceIn(stripe, 'usd')).toEqual({ available: 0, pending: 455 });
    clock.set('2027-01-20T12:00:00Z');
    await keepHouse();
    const { data } = await stripe.payouts.list();
    expect(data.map(({ amount, status }) => [amount, status])).toEqual([
      [455, 'in_transit'],
      [1912, 'paid'],
      [1912, 'paid'],
    ]);
  });
});

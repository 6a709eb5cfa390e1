import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { giftSession, givenSandbox, goodCard } from './givenSandbox.ts';
import { onClock } from './onClock.ts';
import { paidCharge } from './paidCharge.ts';

eachDatabase('reading', (database) => {
  const given = givenSandbox(database);

  test('pages of a list meet without a gap, forwards and backwards', async () => {
    const { stripe, clock } = given();
    for (let i = 0; i < 25; i += 1) {
      if (i % 4 === 0) clock.advance({ seconds: 1 });
      await stripe.products.create({ id: `p${i}`, name: `Product ${i}` });
    }
    const names = Array.from({ length: 25 }, (_, i) => `p${24 - i}`);
    const all = await stripe.products.list({ limit: 4 }).autoPagingToArray({ limit: 100 });
    expect(all.map(({ id }) => id)).toEqual(names);
    const before = await stripe.products.list({ limit: 3, ending_before: 'p10' });
    expect(before.data.map(({ id }) => id)).toEqual(['p13', 'p12', 'p11']);
    expect(before.has_more).toBe(true);
    const last = await stripe.products.list({ starting_after: 'p3' });
    expect(last).toMatchObject({ has_more: false, url: '/v1/products', object: 'list' });
    expect(last.data).toHaveLength(3);
  });

  test('a list is bounded by time and by its cursors', async () => {
    const { stripe, clock } = given();
    const first = await stripe.products.create({ name: 'Early' });
    clock.advance({ hours: 1 });
    const second = await stripe.products.create({ name: 'Late' });
    const after = await stripe.products.list({ created: { gt: first.created } });
    expect(after.data.map(({ id }) => id)).toEqual([second.id]);
    const at = await stripe.products.list({ created: first.created });
    expect(at.data.map(({ id }) => id)).toEqual([first.id]);
    await expect(stripe.products.list({ limit: 101 })).rejects.toMatchObject({ param: 'limit' });
    await expect(stripe.products.list({ starting_after: 'prod_x' })).rejects.toMatchObject({
      param: 'starting_after',
      code: 'resource_missing',
    });
  });

  test('ids become objects along every path that is asked for', async () => {
    const { stripe, submit } = given();
    const session = await giftSession(stripe);
    await submit(session.url!, goodCard);
    const full = await stripe.checkout.sessions.retrieve(session.id, {
      expand: [
        'line_items.data.price.product',
        'customer',
        'subscription.latest_invoice.payments',
        'invoice.payments.data.payment',
      ],
    });
    const price = full.line_items!.data[0]!.price!;
    expect((price.product as Stripe.Product).name).toBe('Gift');
    expect((full.customer as Stripe.Customer).email).toBe('reader@example.org');
    const invoice = full.invoice as Stripe.Invoice;
    const intent = invoice.payments!.data[0]!.payment.payment_intent as string;
    const subscription = full.subscription as Stripe.Subscription;
    expect((subscription.latest_invoice as Stripe.Invoice).payments?.data).toHaveLength(1);
    const charges = await stripe.charges.list({
      payment_intent: intent,
      expand: ['data.balance_transaction', 'data.payment_intent.latest_charge'],
    });
    const charge = charges.data[0]!;
    expect(charge.balance_transaction).toMatchObject({ amount: 200, fee: 36, net: 164 });
    expect(charge.payment_intent).toMatchObject({ latest_charge: { id: charge.id } });
  });

  test('a path that leads nowhere is refused', async () => {
    const { stripe } = given();
    const { id } = await giftSession(stripe);
    for (const path of ['status', 'nothing', 'line_items.data.quantity', '__proto__', 'a.b.c.d.e'])
      await expect(
        stripe.checkout.sessions.retrieve(id, { expand: [path] }),
        path,
      ).rejects.toMatchObject({ param: 'expand', statusCode: 400 });
  });

  test('a cursor that is not in the list is refused, also within one object', async () => {
    const { stripe } = given();
    const session = await giftSession(stripe);
    const life = await onClock(stripe);
    const { id: customer } = await life.withCard();
    await life.subscribe(customer);
    const [invoice] = (await stripe.invoices.list({ customer })).data;
    for (const cursor of [{ starting_after: 'li_nope' }, { ending_before: 'li_nope' }]) {
      const refusal = { code: 'resource_missing', param: Object.keys(cursor)[0], statusCode: 400 };
      for (const list of [
        () => stripe.checkout.sessions.listLineItems(session.id, cursor),
        () => stripe.invoices.listLineItems(invoice!.id!, cursor),
        () => stripe.customers.listPaymentMethods(customer, cursor),
      ])
        await expect(list()).rejects.toMatchObject(refusal);
    }
  });

  test('the cards of a customer are paged like every list', async () => {
    const { stripe } = given();
    const { id } = await stripe.customers.create();
    for (let i = 0; i < 3; i += 1)
      await stripe.paymentMethods.attach('pm_card_visa', { customer: id });
    const [first, ...rest] = (await stripe.customers.listPaymentMethods(id)).data;
    const after = await stripe.customers.listPaymentMethods(id, { starting_after: first!.id });
    expect(after.data).toEqual(rest);
    for (const limit of [0, -1, 1000])
      await expect(stripe.customers.listPaymentMethods(id, { limit })).rejects.toMatchObject({
        param: 'limit',
        statusCode: 400,
      });
  });

  test('the lists inside an object are at the addresses that they name', async () => {
    const { client, url } = given();
    const key = 'sk_test_lists_inside';
    const stripe = client(key);
    // The SDK has no methods for these addresses: it is led to them by what it reads.
    const get = async (path: string) => {
      const answer = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
      return { status: answer.status, list: (await answer.json()) as object };
    };
    const charge = await paidCharge(stripe, { amount: 1100 });
    for (let i = 0; i < 11; i += 1) await stripe.refunds.create({ charge: charge.id, amount: 100 });
    const { refunds } = await stripe.charges.retrieve(charge.id, { expand: ['refunds'] });
    expect(refunds!.has_more).toBe(true);
    const rest = await get(`${refunds!.url}?starting_after=${refunds!.data.at(-1)!.id}`);
    expect(rest.list).toMatchObject({ object: 'list', has_more: false, data: [{ amount: 100 }] });
    const life = await onClock(stripe);
    const { id: customer } = await life.withCard();
    const { id } = await life.subscribe(customer);
    const whole = await stripe.customers.retrieve(customer, { expand: ['subscriptions'] });
    const { subscriptions } = whole as Stripe.Customer;
    expect((await get(subscriptions!.url)).list).toMatchObject({ data: [{ id }] });
    expect((await get('/v1/charges/ch_1/refunds')).status).toBe(404);
  });

  test.each([
    ['nonsense', "may want to try expanding 'data.nonsense'"],
    ['data.nonsense', 'cannot be expanded (data.nonsense).'],
    ['', 'cannot be expanded ().'],
  ])('to expand %j of a list is refused with advice that helps', async (path, words) => {
    const { stripe } = given();
    await stripe.products.create({ name: 'Gift' });
    const error = await stripe.products
      .list({ expand: [path] })
      .catch((reason: unknown) => reason as Error);
    expect((error as Error).message).toContain(words);
    if (path !== 'nonsense') expect((error as Error).message).not.toContain('try expanding');
  });
});

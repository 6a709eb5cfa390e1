import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { giftSession, givenSandbox, goodCard } from './givenSandbox.ts';

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
});

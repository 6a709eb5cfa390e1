import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox, typesOf } from './givenSandbox.ts';
import { daySeconds, onClock } from './onClock.ts';

eachDatabase('invoices', (database) => {
  const given = givenSandbox(database);

  const readers = async (card?: string) => {
    const { stripe } = given();
    const { id: customer } = await stripe.customers.create({ email: 'reader@example.org' });
    const card_ = card && (await stripe.paymentMethods.attach(card, { customer })).id;
    if (card_)
      await stripe.customers.update(customer, {
        invoice_settings: { default_payment_method: card_ },
      });
    return customer;
  };

  /** A draft of $7. */
  const draft = async (customer: string, differs: Partial<Stripe.InvoiceCreateParams> = {}) => {
    const { stripe } = given();
    const { id } = await stripe.invoices.create({ customer, ...differs });
    const item = { customer, invoice: id, amount: 700, currency: 'usd', description: 'A gift' };
    await stripe.invoiceItems.create(item);
    return id;
  };

  test('take what waits for them, and only in their own currency', async () => {
    const { stripe } = given();
    const customer = await readers();
    const { id: kept } = await stripe.invoiceItems.create({
      customer,
      amount: 700,
      currency: 'usd',
    });
    await stripe.invoiceItems.create({ customer, amount: 900, currency: 'eur' });
    const preview = await stripe.invoices.createPreview({ customer, currency: 'usd' });
    expect(preview).toMatchObject({ amount_due: 700, billing_reason: 'upcoming' });
    const invoice = await stripe.invoices.create({
      customer,
      currency: 'usd',
      pending_invoice_items_behavior: 'include',
    });
    expect(invoice).toMatchObject({ status: 'draft', amount_due: 700, auto_advance: false });
    expect(invoice.lines.data).toMatchObject([
      { amount: 700, parent: { invoice_item_details: { invoice_item: kept } } },
    ]);
    const waiting = await stripe.invoiceItems.list({ customer, pending: true });
    expect(waiting.data).toMatchObject([{ amount: 900, invoice: null }]);
    await expect(
      stripe.invoiceItems.create({ customer, invoice: invoice.id, amount: 1, currency: 'eur' }),
    ).rejects.toThrow('does not match the currency');
  });

  test('follow their items while they are drafts, and not after', async () => {
    const { stripe } = given();
    const customer = await readers();
    const id = await draft(customer);
    const [line] = (await stripe.invoices.retrieve(id)).lines.data;
    const item = line!.parent!.invoice_item_details!.invoice_item;
    await stripe.invoiceItems.update(item, { amount: 800 });
    const product = await stripe.products.create({ name: 'Mug' });
    const price_data = { currency: 'usd', product: product.id, unit_amount: 300 };
    await stripe.invoiceItems.create({ customer, invoice: id, price_data, quantity: 2 });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ total: 1400 });
    const lines = await stripe.invoices
      .listLineItems(id, { limit: 1 })
      .autoPagingToArray({ limit: 9 });
    expect(lines).toMatchObject([
      { amount: 600, description: 'Mug', quantity: 2 },
      { amount: 800, description: 'A gift' },
    ]);
    await stripe.invoices.finalizeInvoice(id);
    await expect(stripe.invoiceItems.del(item)).rejects.toMatchObject({
      code: 'invoice_not_editable',
    });
    await expect(stripe.invoices.update(id, { number: 'A-1' })).rejects.toMatchObject({
      code: 'invoice_not_editable',
    });
    await stripe.invoices.update(id, { metadata: { seen: 'yes' } });
  });

  test('are paid by the card they have or are given, and tell of each step', async () => {
    const { stripe } = given();
    const customer = await readers('pm_card_visa');
    const before = (await typesOf(stripe)).length;
    const id = await draft(customer);
    const paid = await stripe.invoices.pay(id, {
      expand: ['payments.data.payment.payment_intent'],
    });
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 700, amount_remaining: 0 });
    expect(paid.payments!.data).toMatchObject([
      { status: 'paid', payment: { payment_intent: { status: 'succeeded', amount: 700 } } },
    ]);
    expect((await typesOf(stripe)).slice(before)).toEqual([
      'invoice.created',
      'invoiceitem.created',
      'invoice.updated',
      'payment_intent.created',
      'invoice.finalized',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice_payment.paid',
      'invoice.paid',
      'invoice.payment_succeeded',
    ]);
    await expect(stripe.invoices.pay(id)).rejects.toMatchObject({ code: 'invoice_already_paid' });
    const nobodys = await draft(await readers());
    await expect(stripe.invoices.pay(nobodys)).rejects.toThrow('default_payment_method');
    await stripe.invoices.pay(nobodys, { paid_out_of_band: true });
    expect(await stripe.invoices.retrieve(nobodys)).toMatchObject({ status: 'paid' });
  });

  test('that the bank asks about stay open, and are paid by their own intent', async () => {
    const { stripe } = given();
    const id = await draft(await readers('pm_card_authenticationRequired'));
    await expect(stripe.invoices.pay(id)).rejects.toMatchObject({
      type: 'StripeCardError',
      code: 'invoice_payment_intent_requires_action',
    });
    const open = await stripe.invoices.retrieve(id, {
      expand: ['confirmation_secret', 'payments'],
    });
    expect(open).toMatchObject({ status: 'open', attempt_count: 1 });
    const intent = open.payments!.data[0]!.payment.payment_intent as string;
    expect(open.confirmation_secret!.client_secret).toContain(intent);
    await expect(stripe.paymentIntents.cancel(intent)).rejects.toThrow('Void the invoice');
    await stripe.paymentIntents.confirm(intent, {
      payment_method: 'pm_card_mastercard',
      return_url: 'https://paper.example/',
    });
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'paid' });
  });

  test('end voided with their intent, or written off; drafts go with their items', async () => {
    const { stripe } = given();
    const customer = await readers();
    const voided = await draft(customer);
    await expect(stripe.invoices.voidInvoice(voided)).rejects.toThrow('status is draft');
    await stripe.invoices.finalizeInvoice(voided);
    await stripe.invoices.voidInvoice(voided);
    const { payments } = await stripe.invoices.retrieve(voided, {
      expand: ['payments.data.payment.payment_intent'],
    });
    expect(payments!.data).toMatchObject([
      { status: 'canceled', payment: { payment_intent: { status: 'canceled' } } },
    ]);
    const gone = await draft(customer);
    await stripe.invoices.del(gone);
    await expect(stripe.invoices.retrieve(gone)).rejects.toMatchObject({ statusCode: 404 });
    expect((await stripe.invoiceItems.list({ customer, invoice: gone })).data).toEqual([]);
  });

  test('are due when they say, and sent to who has an address', async () => {
    const { stripe } = given();
    const customer = await readers();
    const sends = { collection_method: 'send_invoice' } as const;
    await expect(draft(customer, sends)).rejects.toMatchObject({ param: 'days_until_due' });
    const id = await draft(customer, { ...sends, days_until_due: 7 });
    const sent = await stripe.invoices.sendInvoice(id);
    expect(sent).toMatchObject({ status: 'open', due_date: sent.created + 7 * daySeconds });
    const due = { gte: sent.created + 6 * daySeconds, lt: sent.created + 8 * daySeconds };
    expect((await stripe.invoices.list({ customer, due_date: due })).data).toHaveLength(1);
    expect((await stripe.invoices.list({ due_date: { gt: due.lt } })).data).toHaveLength(0);
  });

  test('that advance by themselves are finalized after an hour, and collected', async () => {
    const { stripe } = given();
    const life = await onClock(stripe);
    const { id: customer } = await life.withCard();
    const id = await draft(customer, { auto_advance: true });
    await life.pass(1);
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'paid' });
  });
});

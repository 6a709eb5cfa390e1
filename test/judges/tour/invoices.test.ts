import type Stripe from 'stripe';
import { beforeAll, expect, test } from 'vitest';
import { givenSandbox } from '../givenSandbox.ts';

const sandbox = givenSandbox();
let stripe: Stripe;
let customer: string;
beforeAll(async () => {
  stripe = sandbox().client('invoices');
  customer = (await stripe.customers.create({ email: 'lois@planet.example' })).id;
});

/** A draft with one line. */
async function draft(differs: Partial<Stripe.InvoiceCreateParams> = {}): Promise<string> {
  const invoice = await stripe.invoices.create({ customer, auto_advance: false, ...differs });
  await stripe.invoiceItems.create({
    customer,
    invoice: invoice.id,
    amount: 700,
    currency: 'usd',
    description: 'A gift',
    metadata: { kind: 'donation' },
  });
  return invoice.id!;
}

test('lines wait for an invoice, are changed, and are taken away', async () => {
  const line = await stripe.invoiceItems.create({ customer, amount: 700, currency: 'usd' });
  const changed = await stripe.invoiceItems.update(line.id, { amount: 800, description: 'A gift' });
  expect(changed.amount).toBe(800);
  await stripe.invoiceItems.retrieve(line.id);
  expect((await stripe.invoiceItems.list({ customer })).data).toHaveLength(1);
  expect(await stripe.invoiceItems.del(line.id)).toMatchObject({ deleted: true });
});

test('a draft is changed, finalized and paid', async () => {
  await stripe.paymentMethods.attach('pm_card_visa', { customer });
  const id = await draft({ description: 'Thank you', metadata: { pledge: '1' } });
  await stripe.invoices.update(id, { description: 'Thank you very much' });
  expect(await stripe.invoices.finalizeInvoice(id)).toMatchObject({ status: 'open' });
  await stripe.invoices.listLineItems(id);
  const paid = await stripe.invoices.pay(id, {
    payment_method: 'pm_card_visa',
    expand: ['payments.data.payment.payment_intent'],
  });
  expect(paid).toMatchObject({ status: 'paid', amount_paid: 700 });
});

test('a card that is refused leaves an invoice open', async () => {
  const card = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  const id = await draft();
  await expect(stripe.invoices.pay(id, { payment_method: card.id })).rejects.toMatchObject({
    type: 'StripeCardError',
  });
  expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'open', attempt_count: 1 });
});

test('an invoice is voided, given up, sent, or thrown away', async () => {
  const [first, second, third, fourth] = [
    await draft(),
    await draft(),
    await draft(),
    await draft(),
  ];
  await stripe.invoices.finalizeInvoice(first);
  expect(await stripe.invoices.voidInvoice(first)).toMatchObject({ status: 'void' });
  await stripe.invoices.finalizeInvoice(second);
  expect(await stripe.invoices.markUncollectible(second)).toMatchObject({
    status: 'uncollectible',
  });
  await stripe.invoices.update(third, { collection_method: 'send_invoice', days_until_due: 30 });
  expect(await stripe.invoices.sendInvoice(third)).toMatchObject({ status: 'open' });
  expect(await stripe.invoices.del(fourth)).toMatchObject({ deleted: true });
  await stripe.invoices.list({ customer, status: 'void' });
});

import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox } from './givenSandbox.ts';
import { onClock } from './onClock.ts';

eachDatabase('a customer’s balance', (database) => {
  const given = givenSandbox(database);

  const readerWith = async (card: string) => (await onClock(given().stripe)).withCard(card);
  const bill = async (customer: string, amount: number, currency = 'usd') => {
    const { stripe } = given();
    const { id } = await stripe.invoices.create({ customer, currency });
    await stripe.invoiceItems.create({ customer, invoice: id, amount, currency });
    return stripe.invoices.finalizeInvoice(id);
  };
  const balanceOf = async (id: string) => {
    const customer = await given().stripe.customers.retrieve(id);
    return customer.deleted ? null : customer.balance;
  };

  test('takes what is too little to be charged, and the next invoice asks for it', async () => {
    const { stripe } = given();
    const { id: customer } = await readerWith('pm_card_visa');
    expect(await bill(customer, 49)).toMatchObject({
      status: 'paid',
      total: 49,
      amount_due: 0,
      amount_paid: 0,
      starting_balance: 0,
      ending_balance: 49,
    });
    expect((await stripe.charges.list({ customer })).data).toEqual([]);
    expect(await balanceOf(customer)).toBe(49);
    const [told] = (await stripe.events.list({ type: 'customer.updated', limit: 1 })).data;
    expect(told).toMatchObject({ data: { previous_attributes: { balance: 0 } } });
    // It is in dollars: an invoice in another currency has nothing to do with it.
    expect(await bill(customer, 700, 'eur')).toMatchObject({ amount_due: 700, ending_balance: 0 });
    const next = await bill(customer, 700);
    expect(next).toMatchObject({ amount_due: 749, starting_balance: 49, ending_balance: 0 });
    await stripe.invoices.pay(next.id);
    const charged = (await stripe.charges.list({ customer })).data;
    expect(charged.map(({ amount }) => amount)).toEqual([749]);
    expect(await balanceOf(customer)).toBe(0);
  });

  test('keeps what is theirs, as the next invoice is foretold and made, until that is void', async () => {
    const { stripe } = given();
    const { id: customer } = await readerWith('pm_card_visa');
    expect(await bill(customer, -500)).toMatchObject({ status: 'paid', ending_balance: -500 });
    expect(await balanceOf(customer)).toBe(-500);
    await stripe.invoiceItems.create({ customer, amount: 700, currency: 'usd' });
    const foretold = { starting_balance: -500, total: 700, amount_due: 200, ending_balance: 0 };
    expect(await stripe.invoices.createPreview({ customer })).toMatchObject(foretold);
    const draft = await stripe.invoices.create({
      customer,
      pending_invoice_items_behavior: 'include',
    });
    expect(draft).toMatchObject({ starting_balance: -500, ending_balance: null });
    const open = await stripe.invoices.finalizeInvoice(draft.id);
    expect(open).toMatchObject({ ...foretold, amount_remaining: 200, status: 'open' });
    const page = await (await fetch(open.hosted_invoice_url!)).text();
    expect(page).toContain('Pay $2<');
    expect(await balanceOf(customer)).toBe(0);
    await stripe.invoices.voidInvoice(open.id);
    expect(await balanceOf(customer)).toBe(-500);
  });

  test('lets a subscription of too little begin, whatever its card does', async () => {
    const { stripe } = given();
    const life = await onClock(stripe);
    const { id: customer } = await life.withCard('pm_card_chargeCustomerFail');
    const { id } = await life.subscribe(customer, {}, 49);
    expect(await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })).toMatchObject({
      status: 'active',
      latest_invoice: { status: 'paid', amount_due: 0, amount_paid: 0, ending_balance: 49 },
    });
    await life.pass(2);
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
  });
});

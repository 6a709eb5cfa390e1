import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox, typesOf } from './givenSandbox.ts';
import { onClock } from './onClock.ts';

eachDatabase('customers', (database) => {
  const given = givenSandbox(database);

  test('take the subscriptions, the cards and what waits for an invoice with them', async () => {
    const { stripe } = given();
    const life = await onClock(stripe);
    const { id: customer } = await life.withCard();
    const subscription = await life.subscribe(customer);
    await stripe.invoiceItems.create({ customer, amount: 500, currency: 'usd' });
    const [card] = (await stripe.customers.listPaymentMethods(customer)).data;
    const before = (await typesOf(stripe)).length;
    expect(await stripe.customers.del(customer)).toMatchObject({ id: customer, deleted: true });
    expect((await typesOf(stripe)).slice(before)).toEqual([
      'customer.subscription.deleted',
      'payment_method.detached',
      'customer.deleted',
    ]);
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ deleted: true });
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      status: 'canceled',
    });
    expect((await stripe.paymentMethods.retrieve(card!.id)).customer).toBeNull();
    expect((await stripe.invoiceItems.list({ customer })).data).toEqual([]);
    expect((await stripe.customers.list()).data).toEqual([]);
    await expect(stripe.customers.update(customer, { name: 'Ann' })).rejects.toMatchObject({
      code: 'resource_missing',
    });
    // Their clock goes on: nothing is charged any more.
    await life.pass(70);
    expect((await stripe.charges.list({ customer })).data).toHaveLength(1);
  });

  test('begin with a card that is named twice and made once', async () => {
    const { stripe } = given();
    const customer = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const cards = await stripe.customers.listPaymentMethods(customer.id);
    expect(cards.data.map(({ id }) => id)).toEqual([
      customer.invoice_settings.default_payment_method,
    ]);
  });

  test('let a card go for good: it is not charged, attached or set up any more', async () => {
    const { stripe } = given();
    const { id: customer } = await stripe.customers.create();
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    const waiting = await stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      customer,
      payment_method: id,
    });
    await stripe.paymentMethods.detach(id);
    const refusal = { statusCode: 400, message: expect.stringContaining('may not be used again') };
    for (const use of [
      () => stripe.paymentMethods.attach(id, { customer }),
      () => stripe.paymentIntents.confirm(waiting.id, { off_session: true }),
      () => stripe.paymentIntents.create({ amount: 500, currency: 'usd', payment_method: id }),
      () => stripe.setupIntents.create({ customer, payment_method: id, confirm: true }),
      () => stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } }),
    ])
      await expect(use()).rejects.toMatchObject(refusal);
    expect((await stripe.paymentMethods.retrieve(id)).customer).toBeNull();
  });

  test('are not charged by a card that they let go', async () => {
    const { stripe } = given();
    const life = await onClock(stripe);
    const { id: customer } = await life.withCard();
    const { id } = await life.subscribe(customer);
    const [card] = (await stripe.customers.listPaymentMethods(customer)).data;
    await stripe.subscriptions.update(id, { default_payment_method: card!.id });
    await stripe.paymentMethods.detach(card!.id);
    expect((await stripe.subscriptions.retrieve(id)).default_payment_method).toBeNull();
    await life.pass(35);
    expect((await stripe.charges.list({ customer })).data).toHaveLength(1);
  });

  test.each<[object, string, string]>([
    [{ number: '4242424242424241', exp_month: 12, exp_year: 2034 }, 'incorrect_number', 'number'],
    [
      { number: '4242424242424242', exp_month: 13, exp_year: 2034 },
      'invalid_expiry_month',
      'exp_month',
    ],
    [
      { number: '4242424242424242', exp_month: 12, exp_year: 2020 },
      'invalid_expiry_year',
      'exp_year',
    ],
    [
      { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '12' },
      'invalid_cvc',
      'cvc',
    ],
  ])('have no card such as %j', async (card, code, part) => {
    const { stripe } = given();
    await expect(
      stripe.paymentMethods.create({ type: 'card', card: card as never }),
    ).rejects.toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code,
      param: `card[${part}]`,
    });
  });

  test('keep a card that goes on to be good when it is renewed', async () => {
    const { stripe } = given();
    const { id } = await stripe.paymentMethods.create({
      type: 'card',
      card: { number: '4242 4242 4242 4242', exp_month: 2, exp_year: 34, cvc: '123' },
    });
    const method = await stripe.paymentMethods.update(id, { card: { exp_month: 3 } });
    expect(method.card).toMatchObject({ exp_month: 3, exp_year: 2034 });
    await expect(
      stripe.paymentMethods.update(id, { card: { exp_year: 2020 } }),
    ).rejects.toMatchObject({ code: 'invalid_expiry_year' });
  });
});

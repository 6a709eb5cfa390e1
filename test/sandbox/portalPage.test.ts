import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox, goodCard, typesOf } from './givenSandbox.ts';
import { visitPortal } from './portalVisit.ts';

eachDatabase('The portal’s pages', (database) => {
  const given = givenSandbox(database);
  const visit = (features?: Parameters<typeof visitPortal>[1]) => visitPortal(given(), features);

  test('show what there is: the gift, the card, the address and the invoices with receipts', async () => {
    const { lines } = await visit();
    const page = await lines();
    for (const word of ['Gift', '$2', 'per month', 'Next payment on December 24, 2026'])
      expect(page).toContain(word);
    for (const word of [
      'Visa ending in 4242',
      'reader@example.org',
      '/invoices/in_',
      '/receipts/ch_',
    ])
      expect(page).toContain(word);
    expect(page).not.toContain('<script');
  });

  test('a gift is ended at the end of what is paid, as Stripe’s portal does it, and taken back', async () => {
    const { press, now, lines } = await visit();
    const answer = await press('cancel', { feedback: 'unused', comment: ' Moving away ' });
    expect(answer.headers.get('location')).toMatch(/\?done=cancel$/);
    const leaving = await now();
    expect(leaving).toMatchObject({
      status: 'active',
      cancel_at: leaving.items.data[0]!.current_period_end,
      cancel_at_period_end: false,
      cancellation_details: { feedback: 'unused', comment: 'Moving away' },
    });
    expect(await lines()).toContain('Ends on December 24, 2026');
    expect((await press('cancel')).status).toBe(409);
    await press('keep');
    expect(await now()).toMatchObject({
      cancel_at: null,
      canceled_at: null,
      cancellation_details: { feedback: null, comment: null, reason: null },
    });
  });

  test('a gift that rests and is ended says when it ends', async () => {
    const { press, lines } = await visit();
    await press('pause');
    await press('cancel');
    expect(await lines()).toContain('Paused. Nothing is charged. Ends on December 24, 2026');
  });

  test('the seller is who sold the gift, and the headline is a line of its own', async () => {
    const { stripe } = given();
    const { customer } = await visit();
    const { id: configuration } = await stripe.billingPortal.configurations.create({
      business_profile: { headline: 'Your support' },
      features: { invoice_history: { enabled: true } },
    });
    const { url } = await stripe.billingPortal.sessions.create({
      customer,
      configuration,
      return_url: 'https://paper.example/me',
    });
    const page = await (await fetch(url)).text();
    expect(page).toContain('Back to Gift');
    expect(page).toContain('<bdi>Your support</bdi></p>');
    expect(page).not.toContain('Back to Your support');
  });

  test('a reason that is not offered is not written down', async () => {
    const { press, now } = await visit();
    await press('cancel', { feedback: 'too_expensive' });
    expect((await now()).cancellation_details!.feedback).toBeNull();
  });

  test('where the configuration says so, a gift ends at once', async () => {
    const { press, now } = await visit({
      subscription_cancel: { enabled: true, mode: 'immediately' },
    });
    await press('cancel');
    expect((await now()).status).toBe('canceled');
    expect(await typesOf(given().stripe)).toContain('customer.subscription.deleted');
  });

  test('a gift rests and goes on; what is paid already is not paid again', async () => {
    const { press, now, lines } = await visit();
    await press('pause');
    expect((await now()).status).toBe('paused');
    expect(await lines()).toContain('Paused');
    await press('resume');
    expect((await now()).status).toBe('active');
    expect((await given().stripe.charges.list()).data).toHaveLength(1);
  });

  test('what the configuration leaves out is neither shown nor done', async () => {
    const { press, now, lines, url } = await visit({
      subscription_pause: { enabled: false },
      subscription_cancel: { enabled: false },
      payment_method_update: { enabled: false },
      customer_update: { enabled: false, allowed_updates: [] },
      invoice_history: { enabled: false },
    });
    const page = await lines();
    for (const word of ['/cancel', '/pause', '/card"', '/email', '/invoices/'])
      expect(page).not.toContain(word);
    expect((await press('pause')).status).toBe(409);
    expect((await press('cancel')).status).toBe(409);
    await given().submit(`${url}/email`, { email: 'other@example.org' });
    await given().submit(`${url}/card`, { ...goodCard, number: '5555555555554444' });
    expect(await now()).toMatchObject({ status: 'active', cancel_at: null });
    expect(await lines()).toContain('reader@example.org');
    expect(await lines()).toContain('Visa ending in 4242');
  });

  test('a new card is charged from now on, however often it is sent', async () => {
    const { url, customer, now } = await visit();
    const { stripe, submit } = given();
    const card = { ...goodCard, number: '5555555555554444' };
    const answers = await Promise.all([1, 2, 3].map(() => submit(`${url}/card`, card)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    const { data } = await stripe.paymentMethods.list({ customer });
    expect(data.map((one) => one.card!.brand)).toEqual(['mastercard', 'visa']);
    expect((await now()).default_payment_method).toBe(data[0]!.id);
    const { invoice_settings: settings } = (await stripe.customers.retrieve(
      customer,
    )) as Stripe.Customer;
    expect(settings.default_payment_method).toBe(data[0]!.id);
  });

  test('a card that asks for the bank is kept once the bank said yes, and not before', async () => {
    const { url, customer } = await visit();
    const { stripe, submit } = given();
    const brands = async () =>
      (await stripe.paymentMethods.list({ customer })).data.map((one) => one.card!.last4);
    const send = () => submit(`${url}/card`, { ...goodCard, number: '4000002500003155' });
    expect((await send()).headers.get('location')).toMatch(/\/card\/bank$/);
    const refused = await submit(`${url}/card/bank`, { result: 'fail' });
    expect(refused.headers.get('location')).toMatch(/\?bank=failed$/);
    expect(await brands()).toEqual(['4242']);
    await send();
    await submit(`${url}/card/bank`, { result: 'complete' });
    expect(await brands()).toEqual(['3155', '4242']);
  });

  test.each([
    ['4000000000000002', 402, 'declined'],
    ['4111111111111111', 402, 'takes test cards only'],
    ['4242424242424241', 422, 'number is not valid'],
  ])('the card %s is refused in words, and the old one stays', async (number, status, words) => {
    const { url, lines } = await visit();
    const answer = await given().submit(`${url}/card`, { ...goodCard, number });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(words);
    expect(await lines()).toContain('Visa ending in 4242');
  });

  test('another address is taken, and a wrong one is not', async () => {
    const { url, lines } = await visit();
    const wrong = await given().submit(`${url}/email`, { email: 'no one' });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('id="email-fault"');
    await given().submit(`${url}/email`, { email: 'new@example.org' });
    expect(await lines()).toContain('new@example.org');
  });
});

import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { giftSession, givenSandbox, goodCard } from './givenSandbox.ts';
import { onClock } from './onClock.ts';

eachDatabase('The pages of what is paid', (database) => {
  const given = givenSandbox(database);

  /** A renewal that was not paid, since the bank wants the person there. */
  async function unpaidRenewal() {
    const { stripe } = given();
    const time = await onClock(stripe);
    const { id: customer } = await time.withCard();
    const { id } = await time.subscribe(customer);
    const method = await stripe.paymentMethods.attach('pm_card_authenticationRequired', {
      customer,
    });
    await stripe.subscriptions.update(id, { default_payment_method: method.id });
    await time.pass(32);
    const [invoice] = (await stripe.invoices.list({ subscription: id, status: 'open' })).data;
    return {
      url: invoice!.hosted_invoice_url!,
      status: async () => (await stripe.invoices.retrieve(invoice!.id!)).status,
      subscription: () => stripe.subscriptions.retrieve(id),
    };
  }

  test('a renewal that waits for the person is confirmed with their bank on its page', async () => {
    const { url, status, subscription } = await unpaidRenewal();
    expect((await subscription()).status).toBe('past_due');
    const page = await (await fetch(url)).text();
    for (const word of ['Invoice ', '$5', 'Pay with Visa ending in 3184', 'confirm this payment'])
      expect(page).toContain(word);
    const { submit } = given();
    await submit(url, { use: 'saved' });
    const refused = await submit(`${url}/bank`, { result: 'fail' });
    expect(refused.status).toBe(402);
    expect(await status()).toBe('open');
    const sent = await submit(url, { use: 'saved' });
    expect(sent.headers.get('location')).toMatch(/\/bank$/);
    await submit(`${url}/bank`, { result: 'complete' });
    expect(await status()).toBe('paid');
    expect((await subscription()).status).toBe('active');
    expect(await (await fetch(url)).text()).toContain('Paid on February 1');
  });

  test('another card pays it too, and is charged from then on', async () => {
    const { url, status, subscription } = await unpaidRenewal();
    const { submit, stripe } = given();
    const declined = await submit(url, { ...goodCard, number: '4000000000000002' });
    expect(declined.status).toBe(402);
    expect(await declined.text()).toContain('declined');
    const answers = await Promise.all([1, 2].map(() => submit(url, goodCard)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 303]);
    expect(await status()).toBe('paid');
    const { default_payment_method: used } = await subscription();
    expect((await stripe.paymentMethods.retrieve(used as string)).card!.last4).toBe('4242');
    const charges = (await stripe.charges.list()).data.filter(({ paid }) => paid);
    expect(charges).toHaveLength(2);
  });

  test('an amount without a description is named by its invoice, or by its seller', async () => {
    const { stripe } = given();
    const { id: customer } = await stripe.customers.create({ email: 'reader@example.org' });
    for (const [description, name] of [
      ['Trams', 'Trams'],
      [undefined, 'Sandbox'],
    ]) {
      const { id } = await stripe.invoices.create({
        customer,
        ...(description && { description }),
      });
      await stripe.invoiceItems.create({ customer, invoice: id, amount: 700 });
      const { hosted_invoice_url: url } = await stripe.invoices.finalizeInvoice(id);
      expect(await (await fetch(url!)).text()).toContain(`<li><span><bdi>${name}</bdi></span>`);
    }
  });

  test('an invoice is shown to nobody who has not its whole address', async () => {
    const { url } = await unpaidRenewal();
    expect((await fetch(url.slice(0, -1))).status).toBe(404);
    expect((await fetch(`${url}0`)).status).toBe(404);
    expect((await fetch(url.replace('/in_', '/in_0'))).status).toBe(404);
  });

  test('a receipt says what was paid, and what was given back', async () => {
    const { stripe, submit } = given();
    const session = await giftSession(stripe, {
      mode: 'payment',
      branding_settings: { display_name: 'Daily Planet' },
    });
    await submit(session.url!, goodCard);
    const [charge] = (await stripe.charges.list()).data;
    await stripe.refunds.create({ charge: charge!.id, amount: 50 });
    const page = await (await fetch(charge!.receipt_url!)).text();
    for (const word of ['Receipt from Daily Planet', '$2', 'Visa ending in 4242', 'Refunded'])
      expect(page).toContain(word);
    expect(page).toContain('$0.50');
    expect((await fetch(`${given().url}/receipts/ch_nothing`)).status).toBe(404);
  });

  test('an expired session goes on by its recovery address, once and not twice', async () => {
    const { stripe, submit } = given();
    const session = await giftSession(stripe, {
      metadata: { pledge: '1' },
      after_expiration: { recovery: { enabled: true } },
    });
    const expired = await stripe.checkout.sessions.expire(session.id);
    const address = expired.after_expiration!.recovery!.url!;
    expect(await (await fetch(session.url!)).text()).toContain(address);
    const go = async () => (await fetch(address, { redirect: 'manual' })).headers.get('location')!;
    const [one, two] = [await go(), await go()];
    expect(two).toBe(one);
    await submit(one, goodCard);
    const again = await stripe.checkout.sessions.retrieve(one.split('/').at(-1)!);
    expect(again).toMatchObject({
      status: 'complete',
      recovered_from: session.id,
      metadata: { pledge: '1' },
    } satisfies Partial<Stripe.Checkout.Session>);
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('expired');
    expect((await fetch(address)).status).toBe(200);
    expect((await fetch(address.slice(0, -1))).status).toBe(404);
  });
});

import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { giftSession, givenSandbox, goodCard, typesOf } from './givenSandbox.ts';

const metadata = { pledge: 'pl_1' };

eachDatabase('Checkout', (database) => {
  const given = givenSandbox(database);

  test('the page says what the session has it say, as text', async () => {
    const { stripe } = given();
    const { url } = await giftSession(stripe, {
      consent_collection: { terms_of_service: 'required' },
      custom_text: {
        submit: { message: 'You give to a newsroom.' },
        after_submit: { message: 'We write <b>once</b>.' },
        terms_of_service_acceptance: { message: 'I have read the rules.' },
      },
    });
    const page = await (await fetch(url!)).text();
    for (const words of [
      'You give to a newsroom.',
      'We write &lt;b&gt;once&lt;/b&gt;.',
      'required><span>I have read the rules.</span>',
    ])
      expect(page).toContain(words);
  });

  test('a monthly gift makes a subscription, and tells of it in Stripe’s order', async () => {
    const { stripe, submit } = given();
    const session = await giftSession(stripe, { metadata, subscription_data: { metadata } });
    const answer = await submit(session.url!, goodCard);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(
      `https://paper.example/article?paid=1#gift=${session.id}`,
    );
    const paid = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['invoice.payments', 'subscription'],
    });
    expect(paid).toMatchObject({ status: 'complete', payment_status: 'paid', url: null, metadata });
    expect(paid.payment_intent).toBeNull();
    const subscription = paid.subscription as Stripe.Subscription;
    expect(subscription).toMatchObject({ status: 'active', metadata });
    const [item] = subscription.items.data;
    expect(new Date(item!.current_period_end * 1000).toISOString()).toBe(
      '2026-12-24T12:00:00.000Z',
    );
    const invoice = paid.invoice as Stripe.Invoice;
    expect(invoice.parent!.subscription_details).toMatchObject({
      metadata,
      subscription: subscription.id,
    });
    expect(invoice).toMatchObject({
      status: 'paid',
      amount_paid: 200,
      billing_reason: 'subscription_create',
    });
    expect(await typesOf(stripe)).toEqual([
      'customer.created',
      'payment_method.attached',
      'payment_intent.created',
      'customer.subscription.created',
      'invoice.created',
      'invoice.finalized',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice_payment.paid',
      'invoice.paid',
      'invoice.payment_succeeded',
      'checkout.session.completed',
    ]);
    const payments = await stripe.invoicePayments.list({
      payment: {
        type: 'payment_intent',
        payment_intent: invoice.payments!.data[0]!.payment.payment_intent as string,
      },
    });
    expect(payments.data.map((one) => one.invoice)).toEqual([invoice.id]);
  });

  test('a gift once makes a payment, with the metadata on it and on its charge', async () => {
    const { stripe, submit } = given();
    const session = await giftSession(stripe, {
      mode: 'payment',
      customer_creation: 'always',
      payment_intent_data: {
        metadata,
        description: 'A gift',
        statement_descriptor_suffix: 'PAPER',
      },
    });
    await submit(session.url!, goodCard);
    const paid = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['payment_intent.latest_charge.balance_transaction'],
    });
    const intent = paid.payment_intent as Stripe.PaymentIntent;
    const charge = intent.latest_charge as Stripe.Charge;
    expect(intent).toMatchObject({ status: 'succeeded', metadata, customer: paid.customer });
    expect(charge).toMatchObject({ paid: true, metadata, description: 'A gift' });
    expect(charge.calculated_statement_descriptor).toBe('SANDBOX* PAPER');
    const balance = await stripe.balance.retrieve();
    expect(balance.pending).toMatchObject([{ amount: 164, currency: 'usd' }]);
    expect(await typesOf(stripe)).toEqual([
      'customer.created',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ]);
  });

  test.each([
    ['4000000000000002', 'card_declined', 'generic_decline', 'declined'],
    ['4000000000009995', 'card_declined', 'insufficient_funds', 'insufficient funds'],
    ['4000000000000069', 'expired_card', undefined, 'expired'],
    ['4000000000000127', 'incorrect_cvc', undefined, 'security code is incorrect'],
  ])(
    'the card %s is refused, and another one pays on the same page',
    async (number, code, decline, words) => {
      const { stripe, submit } = given();
      const session = await giftSession(stripe, { mode: 'payment' });
      const refused = await submit(session.url!, { ...goodCard, number });
      expect(refused.status).toBe(402);
      const page = await refused.text();
      expect(page).toContain(words);
      expect(page).toContain('value="reader@example.org"');
      expect(page).not.toContain('value="123"');
      const [intent] = (await stripe.paymentIntents.list()).data;
      expect(intent).toMatchObject({
        status: 'requires_payment_method',
        last_payment_error: { code },
      });
      expect(intent!.last_payment_error!.decline_code).toBe(decline);
      expect((await submit(session.url!, goodCard)).status).toBe(303);
      const charges = (await stripe.charges.list({ payment_intent: intent!.id })).data;
      expect(charges.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
    },
  );

  test.each<[string, Partial<typeof goodCard>, string]>([
    ['a number with a slip', { number: '4242424242424241' }, 'number-fault'],
    ['no e-mail', { email: 'nobody' }, 'email-fault'],
    ['an expiry that is past', { expiry: '01 / 20' }, 'expiry-fault'],
    ['a short security code', { cvc: '12' }, 'cvc-fault'],
    ['no name', { name: ' ' }, 'name-fault'],
  ])('%s is said at its field, and nothing is tried', async (_what, wrong, fault) => {
    const { stripe, submit } = given();
    const session = await giftSession(stripe);
    const answer = await submit(session.url!, { ...goodCard, ...wrong });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain(`id="${fault}"`);
    expect(page.match(/aria-invalid/g)).toHaveLength(1);
    expect(await typesOf(stripe)).not.toContain('payment_intent.created');
  });

  test('a card that is no test card is refused and not written down', async () => {
    const { stripe, submit } = given();
    const session = await giftSession(stripe);
    const answer = await submit(session.url!, { ...goodCard, number: '4111111111111111' });
    expect(answer.status).toBe(402);
    expect(await answer.text()).not.toContain('4111');
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  });

  test('pressed many times at once, it pays once', async () => {
    const { stripe, submit } = given();
    const session = await giftSession(stripe);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => submit(session.url!, goodCard)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(303));
    expect((await stripe.charges.list()).data).toHaveLength(1);
    expect((await stripe.subscriptions.list()).data).toHaveLength(1);
  });
});

import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { wrongOnPurpose } from '../judges/traffic/wrongOnPurpose.ts';
import { givenSandbox, typesOf } from './givenSandbox.ts';

const returnUrl = 'https://paper.example/thanks?from=bank';

eachDatabase('payment intents', (database) => {
  const given = givenSandbox(database);

  const pay = (card: string, differs: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
    given().stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      payment_method: card,
      confirm: true,
      return_url: returnUrl,
      ...differs,
    });

  test('are paid at once, held and taken in part, or held and let go', async () => {
    const { stripe } = given();
    await pay('pm_card_visa', { expand: ['latest_charge'] });
    const held = await pay('pm_card_visa', { capture_method: 'manual' });
    const taken = await stripe.paymentIntents.capture(held.id, {
      amount_to_capture: 1500,
      expand: ['latest_charge.balance_transaction'],
    });
    expect(taken).toMatchObject({
      status: 'succeeded',
      amount_received: 1500,
      amount_capturable: 0,
      latest_charge: {
        captured: true,
        amount_captured: 1500,
        balance_transaction: { amount: 1500 },
      },
    });
    await expect(
      stripe.charges.capture((taken.latest_charge as Stripe.Charge).id),
    ).rejects.toMatchObject({
      code: 'charge_already_captured',
    });
    const other = await pay('pm_card_visa', { capture_method: 'manual' });
    await stripe.paymentIntents.cancel(other.id);
    expect(await typesOf(stripe)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'charge.captured',
      'payment_intent.succeeded',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'charge.refunded',
      'payment_intent.canceled',
    ]);
    const { pending } = await stripe.balance.retrieve();
    expect(pending[0]!.amount).toBe(2000 - 88 + 1500 - 74);
  });

  test('take another card after one that is refused, and no third once they are paid', async () => {
    const { stripe } = given();
    const refused = await pay('pm_card_visa_chargeDeclined').catch((error) => error);
    expect(refused).toMatchObject({
      type: 'StripeCardError',
      decline_code: 'generic_decline',
      payment_intent: {
        status: 'requires_payment_method',
        last_payment_error: { type: 'card_error' },
      },
    });
    const { id } = refused.payment_intent as Stripe.PaymentIntent;
    const paid = await stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_mastercard',
      return_url: returnUrl,
    });
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
    expect((await stripe.charges.list({ payment_intent: id })).data).toHaveLength(2);
    const again = stripe.paymentIntents.confirm(id, { return_url: returnUrl });
    await expect(again).rejects.toMatchObject({
      code: 'payment_intent_unexpected_state',
      payment_intent: { id },
    });
    await expect(stripe.paymentIntents.update(id, { amount: 1 })).rejects.toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
    await stripe.paymentIntents.update(id, { description: 'Thank you' });
  });

  test('lead to the bank and back, whether it says yes or no', async () => {
    const { stripe, submit } = given();
    for (const [result, status, redirectStatus] of [
      ['complete', 'succeeded', 'succeeded'],
      ['fail', 'requires_payment_method', 'failed'],
    ] as const) {
      const asked = await pay('pm_card_authenticationRequired');
      const { url, return_url } = asked.next_action!.redirect_to_url!;
      expect(return_url).toBe(returnUrl);
      expect(await (await fetch(url!)).text()).toContain('$20 to Sandbox');
      const answer = await submit(url!, { result });
      const back = new URL(answer.headers.get('location')!);
      expect(Object.fromEntries(back.searchParams)).toEqual({
        from: 'bank',
        payment_intent: asked.id,
        payment_intent_client_secret: asked.client_secret,
        redirect_status: redirectStatus,
      });
      expect((await stripe.paymentIntents.retrieve(asked.id)).status).toBe(status);
      // Going back in the browser and pressing the button once more changes nothing.
      await submit(url!, { result });
      expect((await stripe.charges.list({ payment_intent: asked.id })).data.length).toBeLessThan(2);
    }
  });

  test('are refused where the person would have to be there and is not', async () => {
    for (const differs of [{ off_session: true }, { error_on_requires_action: true }])
      await expect(pay('pm_card_authenticationRequired', differs)).rejects.toMatchObject({
        type: 'StripeCardError',
        code: 'authentication_required',
      });
  });

  test('keep a card for the customer whose it is, and for nobody else', async () => {
    const { stripe } = given();
    const customer = await stripe.customers.create();
    const paid = await pay('pm_card_visa', {
      customer: customer.id,
      setup_future_usage: 'off_session',
    });
    const kept = paid.payment_method as string;
    expect((await stripe.paymentMethods.retrieve(kept)).customer).toBe(customer.id);
    await expect(pay(kept)).rejects.toThrow('belongs to the Customer');
    const other = await stripe.customers.create();
    await expect(pay(kept, { customer: other.id })).rejects.toThrow('does not have a payment');
  });

  test('name no payment method types any more, but may where no version is asked for', async () => {
    const { stripe, url, client } = given();
    const key = 'sk_test_versions';
    const ask = (version?: string) =>
      fetch(`${url}/v1/payment_intents`, {
        method: 'POST',
        headers: {
          ...wrongOnPurpose.headers,
          authorization: `Bearer ${key}`,
          ...(version && { 'stripe-version': version }),
        },
        body: new URLSearchParams({
          amount: '500',
          currency: 'usd',
          confirm: 'true',
          'payment_method_types[]': 'card',
          'payment_method_data[type]': 'card',
          'payment_method_data[card][token]': 'tok_mastercard',
        }),
      });
    for (const version of ['2026-09-30.endive', '2026-10-28.endive']) {
      const answer = await ask(version);
      expect(answer.status).toBe(400);
      expect(((await answer.json()) as { error: object }).error).toMatchObject({
        code: 'payment_method_types_no_longer_supported',
      });
    }
    for (const version of [undefined, '2026-08-26.dahlia'])
      expect((await ask(version)).status).toBe(200);
    const made = (await client(key).paymentIntents.list()).data;
    expect(made.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    expect((await stripe.paymentIntents.list()).data).toHaveLength(0);
  });
});

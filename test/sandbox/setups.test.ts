import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox, typesOf } from './givenSandbox.ts';

eachDatabase('set-ups', (database) => {
  const given = givenSandbox(database);

  const setUp = (card: string, differs: Partial<Stripe.SetupIntentCreateParams> = {}) =>
    given().stripe.setupIntents.create({
      payment_method: card,
      confirm: true,
      return_url: 'https://paper.example/card',
      ...differs,
    });

  test('keep a card for a customer', async () => {
    const { stripe } = given();
    const { id: customer } = await stripe.customers.create();
    const done = await setUp('pm_card_visa', { customer });
    expect(done).toMatchObject({ status: 'succeeded', usage: 'off_session' });
    expect((await stripe.customers.listPaymentMethods(customer)).data).toMatchObject([
      { id: done.payment_method },
    ]);
    expect((await typesOf(stripe)).slice(1)).toEqual([
      'setup_intent.created',
      'setup_intent.succeeded',
      'payment_method.attached',
    ]);
    await expect(stripe.setupIntents.cancel(done.id)).rejects.toMatchObject({
      code: 'setup_intent_unexpected_state',
    });
  });

  test('say why a card was refused, and take another', async () => {
    const { stripe } = given();
    const refused = await setUp('pm_card_chargeDeclined').catch((error) => error);
    expect(refused).toMatchObject({
      type: 'StripeCardError',
      setup_intent: {
        status: 'requires_payment_method',
        last_setup_error: { code: 'card_declined' },
      },
    });
    const { id } = refused.setup_intent as Stripe.SetupIntent;
    await stripe.setupIntents.update(id, { payment_method: 'pm_card_visa' });
    expect(await stripe.setupIntents.confirm(id)).toMatchObject({ status: 'succeeded' });
  });

  test('ask the bank, after which the card can be charged while nobody is there', async () => {
    const { stripe, submit } = given();
    const { id: customer } = await stripe.customers.create();
    const asked = await setUp('pm_card_authenticationRequiredOnSetup', { customer });
    expect(asked.status).toBe('requires_action');
    const { url } = asked.next_action!.redirect_to_url!;
    expect(await (await fetch(url!)).text()).toContain('charge this card later');
    const answer = await submit(url!, { result: 'complete' });
    expect(answer.headers.get('location')).toContain(`setup_intent=${asked.id}`);
    const done = await stripe.setupIntents.retrieve(asked.id);
    expect(done.status).toBe('succeeded');
    const paid = await stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      customer,
      payment_method: done.payment_method as string,
      off_session: true,
      confirm: true,
    });
    expect(paid.status).toBe('succeeded');
  });

  test('end without a card where the bank says no', async () => {
    const { stripe, submit } = given();
    const asked = await setUp('pm_card_authenticationRequired');
    await submit(asked.next_action!.redirect_to_url!.url!, { result: 'fail' });
    expect(await stripe.setupIntents.retrieve(asked.id)).toMatchObject({
      status: 'requires_payment_method',
      last_setup_error: { code: 'setup_intent_authentication_failure' },
    });
  });
});

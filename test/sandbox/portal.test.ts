import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { giftSession, givenSandbox, goodCard, typesOf } from './givenSandbox.ts';

const features = {
  customer_update: { enabled: true, allowed_updates: ['email' as const] },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true },
  subscription_cancel: {
    enabled: true,
    cancellation_reason: { enabled: true, options: ['too_expensive' as const, 'other' as const] },
  },
};

eachDatabase('The portal’s API', (database) => {
  const given = givenSandbox(database);

  /** A supporter who gives each month. */
  async function supporter() {
    const { stripe, submit } = given();
    const { id, url } = await giftSession(stripe);
    await submit(url!, goodCard);
    const { customer, subscription } = await stripe.checkout.sessions.retrieve(id);
    return { customer: customer as string, subscription: subscription as string };
  }

  const open = (more: Stripe.BillingPortal.SessionCreateParams) =>
    given().stripe.billingPortal.sessions.create(more);

  test('a configuration has on what it was given, and all else off', async () => {
    const { stripe } = given();
    const made = await stripe.billingPortal.configurations.create({
      features,
      business_profile: { headline: 'Daily Planet' },
      default_return_url: 'https://planet.example/',
    });
    expect(made).toMatchObject({ active: true, is_default: false, login_page: { enabled: false } });
    expect(made.features).toMatchObject(features);
    expect(made.features.subscription_pause.enabled).toBe(false);
    expect(made.features.subscription_update.enabled).toBe(false);
    expect(await stripe.billingPortal.configurations.retrieve(made.id)).toMatchObject({
      id: made.id,
      business_profile: { headline: 'Daily Planet' },
    });
  });

  test('a change leaves alone what it does not name, and an event says what was before', async () => {
    const { stripe, clock } = given();
    const { configurations } = stripe.billingPortal;
    const made = await configurations.create({ features, metadata: { publisher: 'planet' } });
    clock.advance({ seconds: 1 });
    const changed = await configurations.update(made.id, {
      features: {
        subscription_pause: { enabled: true },
        subscription_cancel: { cancellation_reason: { enabled: true } },
      },
    });
    expect(changed.features).toMatchObject({ ...features, subscription_pause: { enabled: true } });
    expect(changed.updated).toBe(made.updated + 1);
    const [event] = (await stripe.events.list({ type: 'billing_portal.configuration.updated' }))
      .data;
    expect(event!.data.previous_attributes).toEqual({
      features: { subscription_pause: { enabled: false } },
    });
    await configurations.update(made.id, {});
    const news = await typesOf(stripe);
    expect(news.filter((type) => type === 'billing_portal.configuration.updated')).toHaveLength(1);
  });

  test('who names no configuration gets the account’s own, which cannot be switched off', async () => {
    const { stripe } = given();
    const { configurations } = stripe.billingPortal;
    const { customer } = await supporter();
    const first = await open({ customer });
    const second = await open({ customer });
    expect(second.configuration).toBe(first.configuration);
    const [only, ...others] = (await configurations.list({ is_default: true })).data;
    expect(others).toEqual([]);
    expect(only!.id).toBe(first.configuration);
    await expect(configurations.update(only!.id, { active: false })).rejects.toMatchObject({
      param: 'active',
    });
  });

  test('a list can be narrowed to what is in use', async () => {
    const { configurations } = given().stripe.billingPortal;
    const one = await configurations.create({ features });
    const other = await configurations.create({ features });
    await configurations.update(one.id, { active: false });
    const inUse = (await configurations.list({ active: true })).data;
    expect(inUse.map(({ id }) => id)).toEqual([other.id]);
    const { customer } = await supporter();
    await expect(open({ customer, configuration: one.id })).rejects.toMatchObject({
      param: 'configuration',
    });
  });

  test('a session’s address tells nothing that its id does', async () => {
    const { customer } = await supporter();
    const session = await open({ customer, return_url: 'https://planet.example/me' });
    expect(session).toMatchObject({
      customer,
      flow: null,
      return_url: 'https://planet.example/me',
    });
    expect(session.url).toMatch(/\/p\/session\/test_\w{60}$/);
    expect(session.url).not.toContain(session.id);
    expect(await typesOf(given().stripe)).toContain('billing_portal.session.created');
  });

  test('each flow is written down, with what comes after it', async () => {
    const { customer, subscription } = await supporter();
    const { configurations } = given().stripe.billingPortal;
    const { id: configuration } = await configurations.create({
      features: { ...features, subscription_pause: { enabled: true } },
    });
    const redirect = { return_url: 'https://planet.example/thanks' };
    const cards = await open({
      customer,
      configuration,
      flow_data: {
        type: 'payment_method_update',
        after_completion: { type: 'redirect', redirect },
      },
    });
    expect(cards.flow).toMatchObject({
      type: 'payment_method_update',
      after_completion: { type: 'redirect', redirect },
    });
    for (const type of ['subscription_cancel', 'subscription_pause'] as const) {
      const { flow } = await open({
        customer,
        configuration,
        flow_data: { type, [type]: { subscription } },
      });
      expect(flow).toMatchObject({ type, [type]: { subscription } });
      expect(flow!.after_completion.type).toBe('portal_homepage');
    }
  });

  test.each<
    [
      string,
      (of: Awaited<ReturnType<typeof supporter>>) => Stripe.BillingPortal.SessionCreateParams,
      string,
    ]
  >([
    ['nobody', () => ({}), 'customer'],
    ['a customer who is not', () => ({ customer: 'cus_0' }), 'customer'],
    [
      'a feature that is off',
      ({ customer, subscription }) => ({
        customer,
        flow_data: { type: 'subscription_pause', subscription_pause: { subscription } },
      }),
      'flow_data[type]',
    ],
    [
      'a flow about nothing',
      ({ customer }) => ({ customer, flow_data: { type: 'subscription_cancel' } }),
      'flow_data[subscription_cancel]',
    ],
    [
      'a subscription that is not',
      ({ customer }) => ({
        customer,
        flow_data: { type: 'subscription_cancel', subscription_cancel: { subscription: 'sub_0' } },
      }),
      'flow_data[subscription_cancel][subscription]',
    ],
    [
      'a way back without an address',
      ({ customer }) => ({
        customer,
        flow_data: { type: 'payment_method_update', after_completion: { type: 'redirect' } },
      }),
      'flow_data[after_completion][redirect]',
    ],
  ])('a session for %s is refused by name', async (_what, params, param) => {
    const of = await supporter();
    await expect(open(params(of))).rejects.toMatchObject({ param });
  });

  test('nobody opens a flow about another’s subscription, or about one that is over', async () => {
    const { subscription } = await supporter();
    const other = await supporter();
    const cancel = (subscriptionId: string) =>
      open({
        customer: other.customer,
        flow_data: {
          type: 'subscription_cancel',
          subscription_cancel: { subscription: subscriptionId },
        },
      });
    const refusal = { param: 'flow_data[subscription_cancel][subscription]' };
    await expect(cancel(subscription)).rejects.toMatchObject(refusal);
    await given().stripe.subscriptions.cancel(other.subscription);
    await expect(cancel(other.subscription)).rejects.toMatchObject(refusal);
  });
});

import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox, typesOf } from './givenSandbox.ts';
import { daySeconds, onClock } from './onClock.ts';

const newest = async (stripe: Stripe) => (await stripe.events.list({ limit: 1 })).data[0]!;

eachDatabase('subscriptions', (database) => {
  const given = givenSandbox(database);

  test('begin with a paid invoice, in Stripe’s order', async () => {
    const { stripe } = given();
    const life = await onClock(stripe);
    const { id: customer } = await life.withCard();
    const before = (await typesOf(stripe)).length;
    const subscription = await life.subscribe(customer, { expand: ['latest_invoice.payments'] });
    expect(subscription).toMatchObject({ status: 'active', test_clock: life.clock.id });
    expect(subscription.latest_invoice).toMatchObject({
      status: 'paid',
      amount_paid: 500,
      billing_reason: 'subscription_create',
      payments: { data: [{ status: 'paid' }] },
    });
    expect((await typesOf(stripe)).slice(before)).toEqual([
      'customer.subscription.created',
      'invoice.created',
      'payment_intent.created',
      'invoice.finalized',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice_payment.paid',
      'invoice.paid',
      'invoice.payment_succeeded',
    ]);
  });

  test('without a card are refused, and with one that fails are incomplete, for 23 hours', async () => {
    const { stripe } = given();
    const life = await onClock(stripe);
    const bare = await life.customer();
    await expect(life.subscribe(bare.id)).rejects.toMatchObject({ code: 'resource_missing' });
    const failing = await life.withCard('pm_card_chargeCustomerFail');
    const { id, status } = await life.subscribe(failing.id);
    expect(status).toBe('incomplete');
    await expect(
      life.subscribe(failing.id, { payment_behavior: 'error_if_incomplete' }),
    ).rejects.toMatchObject({ statusCode: 402 });
    await life.pass(1);
    const ended = await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] });
    expect(ended).toMatchObject({
      status: 'incomplete_expired',
      latest_invoice: { status: 'void' },
    });
    const invoice = (ended.latest_invoice as Stripe.Invoice).id;
    await expect(
      stripe.invoices.pay(invoice, { payment_method: 'pm_card_visa' }),
    ).rejects.toMatchObject({ statusCode: 400 });
    expect((await stripe.paymentIntents.list({ customer: failing.id })).data).toMatchObject([
      { status: 'canceled', amount_received: 0 },
    ]);
  });

  test('change their amount from the next period on', async () => {
    const { stripe } = given();
    const life = await onClock(stripe);
    const subscription = await life.subscribe((await life.withCard()).id);
    const item = subscription.items.data[0]!;
    const price_data = {
      currency: 'usd',
      product: life.product.id,
      unit_amount: 900,
      recurring: { interval: 'month' as const },
    };
    const items = [{ id: item.id, price_data }];
    await expect(stripe.subscriptions.update(subscription.id, { items })).rejects.toMatchObject({
      code: 'sandbox_not_modelled',
    });
    const changed = await stripe.subscriptions.update(subscription.id, {
      items,
      proration_behavior: 'none',
    });
    expect(changed.items.data).toMatchObject([{ id: item.id, price: { unit_amount: 900 } }]);
    expect(await newest(stripe)).toMatchObject({ type: 'customer.subscription.updated' });
    const euros = { ...price_data, currency: 'eur' };
    await expect(
      stripe.subscriptions.update(subscription.id, {
        items: [{ id: item.id, price_data: euros }],
        proration_behavior: 'none',
      }),
    ).rejects.toMatchObject({ param: 'items' });
    await life.pass(32);
    const [renewal] = (await stripe.invoices.list({ subscription: subscription.id })).data;
    expect(renewal).toMatchObject({ amount_paid: 900, billing_reason: 'subscription_cycle' });
  });

  test('pause without invoices, and go on with a new period', async () => {
    const { stripe } = given();
    const life = await onClock(stripe);
    const { id } = await life.subscribe((await life.withCard()).id);
    expect(await stripe.subscriptions.pause(id)).toMatchObject({ status: 'paused' });
    expect(await newest(stripe)).toMatchObject({
      type: 'customer.subscription.paused',
      data: { previous_attributes: { status: 'active' } },
    });
    await expect(stripe.subscriptions.pause(id)).rejects.toMatchObject({ statusCode: 400 });
    const now = await life.pass(70);
    expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(1);
    const resumed = await stripe.subscriptions.resume(id, {
      billing_cycle_anchor: { type: 'now' },
    });
    expect(resumed).toMatchObject({ status: 'active' });
    expect(resumed.billing_cycle_anchor).toBe(now);
    expect(resumed.items.data[0]!.current_period_start).toBe(now);
    expect(await typesOf(stripe)).toContain('customer.subscription.resumed');
    expect((await stripe.invoices.list({ subscription: id, status: 'paid' })).data).toHaveLength(2);
  });

  test('collect nothing while pause_collection says so', async () => {
    const { stripe } = given();
    const life = await onClock(stripe);
    const { id } = await life.subscribe((await life.withCard()).id);
    const resumes_at = Number(life.clock.frozen_time) + 40 * daySeconds;
    await stripe.subscriptions.update(id, { pause_collection: { behavior: 'void', resumes_at } });
    await life.pass(35);
    const statuses = async () =>
      (await stripe.invoices.list({ subscription: id })).data.map(({ status }) => status);
    expect(await statuses()).toEqual(['void', 'paid']);
    await life.pass(28);
    expect(await statuses()).toEqual(['paid', 'void', 'paid']);
    expect((await stripe.subscriptions.retrieve(id)).pause_collection).toBeNull();
  });

  test('with a trial cost nothing first, and without a card pause after it where they are told to', async () => {
    const { stripe } = given();
    const life = await onClock(stripe);
    const paying = await life.subscribe((await life.withCard()).id, { trial_period_days: 7 });
    expect(paying.status).toBe('trialing');
    const waiting = await life.subscribe((await life.customer()).id, {
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
    });
    await life.pass(5);
    expect(await typesOf(stripe)).toContain('customer.subscription.trial_will_end');
    await life.pass(3);
    expect((await stripe.subscriptions.retrieve(paying.id)).status).toBe('active');
    expect((await stripe.subscriptions.retrieve(waiting.id)).status).toBe('paused');
    const { data } = await stripe.invoices.list({ subscription: paying.id });
    expect(data.map(({ amount_paid }) => amount_paid)).toEqual([500, 0]);
  });
});

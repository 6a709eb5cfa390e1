import type Stripe from 'stripe';
import { beforeAll, expect, test } from 'vitest';
import { givenSandbox } from '../givenSandbox.ts';

const sandbox = givenSandbox();
let stripe: Stripe;
beforeAll(async () => {
  stripe = sandbox().client('time');
  await stripe.products.create({ id: 'gift', name: 'Daily Planet' });
});

const start = Math.floor(Date.UTC(2026, 0, 31) / 1000);
const days = (count: number) => count * 86_400;

/** Lets the time of a clock pass, and waits until all that falls due is done. */
async function advance(clock: string, to: number): Promise<void> {
  await stripe.testHelpers.testClocks.advance(clock, { frozen_time: to });
  for (;;) {
    const { status } = await stripe.testHelpers.testClocks.retrieve(clock);
    if (status === 'ready') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('clocks are made, listed and deleted', async () => {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: start, name: 'A year' });
  expect((await stripe.testHelpers.testClocks.list()).data).toHaveLength(1);
  expect(await stripe.testHelpers.testClocks.del(clock.id)).toMatchObject({ deleted: true });
});

test('as time goes by gifts renew, fail, are tried again and end', async () => {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: start });
  const join = async (card: string) => {
    const customer = await stripe.customers.create({ test_clock: clock.id });
    const method = await stripe.paymentMethods.attach(card, { customer: customer.id });
    return stripe.subscriptions.create({
      customer: customer.id,
      default_payment_method: method.id,
      payment_behavior: 'allow_incomplete',
      items: [
        {
          price_data: {
            currency: 'usd',
            unit_amount: 500,
            product: 'gift',
            recurring: { interval: 'month' },
          },
        },
      ],
    });
  };
  const good = await join('pm_card_visa');
  const bad = await join('pm_card_chargeCustomerFail');
  await advance(clock.id, start + days(35));
  await advance(clock.id, start + days(95));
  const invoices = await stripe.invoices.list({ subscription: good.id, limit: 100 });
  expect(invoices.data.filter(({ status }) => status === 'paid').length).toBeGreaterThan(2);
  await stripe.subscriptions.retrieve(good.id, { expand: ['latest_invoice', 'test_clock'] });
  const failed = await stripe.subscriptions.retrieve(bad.id, { expand: ['latest_invoice'] });
  expect(failed.status).not.toBe('active');
  await stripe.payouts.list({ limit: 100 });
  await stripe.events.list({ limit: 100 });
});

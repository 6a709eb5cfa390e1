import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { giftSession, givenSandbox, goodCard, typesOf } from './givenSandbox.ts';
import { daySeconds, onClock } from './onClock.ts';

eachDatabase('test clocks', (database) => {
  const given = givenSandbox(database);

  test('go two intervals of the shortest subscription at once, and two years without one', async () => {
    const { stripe } = given();
    const life = await onClock(stripe, '2027-01-15T10:00:00Z');
    const advance = (at: string) =>
      stripe.testHelpers.testClocks.advance(life.clock.id, { frozen_time: Date.parse(at) / 1000 });
    await expect(advance('2029-01-15T10:00:01Z')).rejects.toThrow('two intervals');
    const { id: customer } = await life.withCard();
    const yearly = await life.subscribe(customer, {
      items: [
        {
          price_data: {
            currency: 'usd',
            product: life.product.id,
            unit_amount: 500,
            recurring: { interval: 'month', interval_count: 6 },
          },
        },
      ],
    });
    const monthly = await life.subscribe(customer);
    await expect(advance('2027-03-15T10:00:01Z')).rejects.toMatchObject({ param: 'frozen_time' });
    await advance('2027-03-15T10:00:00Z');
    // Who has ended shortens no step.
    await stripe.subscriptions.cancel(monthly.id);
    await expect(advance('2028-03-15T10:00:01Z')).rejects.toThrow('two intervals');
    await advance('2028-03-15T10:00:00Z');
    expect((await stripe.invoices.list({ subscription: yearly.id })).data).toHaveLength(3);
  });

  test('count seconds, not milliseconds', async () => {
    const { stripe } = given();
    await expect(
      stripe.testHelpers.testClocks.create({ frozen_time: Date.parse('2027-01-15') }),
    ).rejects.toMatchObject({ param: 'frozen_time', statusCode: 400 });
  });

  test('are what a session of a customer who lives by one is opened and expires by', async () => {
    const { stripe, submit } = given();
    const life = await onClock(stripe);
    const { id: customer } = await life.customer();
    const recovery = { enabled: true };
    const left = await giftSession(stripe, { customer, after_expiration: { recovery } });
    const startedAt = Number(life.clock.frozen_time);
    expect(left).toMatchObject({ created: startedAt, expires_at: startedAt + daySeconds });
    const soon = await giftSession(stripe, { customer, expires_at: startedAt + 3600 });
    expect((await submit(soon.url!, goodCard)).status).toBe(303);
    const expiredAt = await life.pass(2);
    const expired = await stripe.checkout.sessions.retrieve(left.id);
    expect(expired.status).toBe('expired');
    expect(await typesOf(stripe)).toContain('checkout.session.expired');
    expect((await submit(left.url!, goodCard)).status).toBe(410);
    // The link to go on with it is good for 30 days of the clock.
    const again = expired.after_expiration!.recovery!.url!;
    const copy = await fetch(again, { redirect: 'manual' });
    expect(copy.status).toBe(303);
    const [copied] = (await stripe.checkout.sessions.list({ customer, status: 'open' })).data;
    expect(copied).toMatchObject({ created: expiredAt, recovered_from: left.id });
    await life.pass(31);
    expect((await fetch(again, { redirect: 'manual' })).status).toBe(410);
  });
});

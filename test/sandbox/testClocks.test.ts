import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox } from './givenSandbox.ts';
import { onClock } from './onClock.ts';

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
});

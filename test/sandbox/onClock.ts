import type Stripe from 'stripe';

export const daySeconds = 86_400;

/** A supporter under a test clock, whose months pass as fast as they are asked to. */
export async function onClock(stripe: Stripe, startsAt = '2027-01-15T10:00:00Z') {
  const frozen_time = Date.parse(startsAt) / 1000;
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time });
  const product = await stripe.products.create({ name: 'Gift' });
  let now = frozen_time;
  return {
    clock,
    product,
    customer: () => stripe.customers.create({ test_clock: clock.id, email: 'reader@example.org' }),
    /** A customer with a card, by the name of the test card. */
    async withCard(card = 'pm_card_visa') {
      const customer = await this.customer();
      const method = await stripe.paymentMethods.attach(card, { customer: customer.id });
      return stripe.customers.update(customer.id, {
        invoice_settings: { default_payment_method: method.id },
      });
    },
    subscribe(customer: string, more: Partial<Stripe.SubscriptionCreateParams> = {}, amount = 500) {
      return stripe.subscriptions.create({
        customer,
        items: [
          {
            price_data: {
              currency: 'usd',
              product: product.id,
              unit_amount: amount,
              recurring: { interval: 'month' },
            },
          },
        ],
        ...more,
      });
    },
    /** Lets days pass, in steps that Stripe allows of a clock with monthly subscriptions. */
    async pass(days: number) {
      const to = now + days * daySeconds;
      while (now < to) {
        now = Math.min(to, now + 56 * daySeconds);
        await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: now });
      }
      return now;
    },
  };
}

import type { Stripe } from '../ground/stripe.ts';
import type { OpenCheckout } from './supporter.ts';

/** Opens Checkout for a publication that has no service: its sessions are made here. */
export async function createDirectCheckout(stripe: Stripe): Promise<OpenCheckout> {
  const product = await stripe.products.create({ name: 'A simulated publication' });
  return ({ customer, frequency, amount, currency }) =>
    stripe.checkout.sessions.create({
      mode: frequency === 'once' ? 'payment' : 'subscription',
      submit_type: 'donate',
      customer,
      success_url: 'https://publication.example/article',
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency,
            unit_amount: amount,
            product: product.id,
            ...(frequency !== 'once' && {
              recurring: { interval: frequency === 'annual' ? 'year' : 'month' },
            }),
          },
        },
      ],
    });
}

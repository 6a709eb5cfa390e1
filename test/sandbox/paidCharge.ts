import type Stripe from 'stripe';
import { goodCard, payOn } from '../harness/stripeStandIn.ts';

export interface Payment {
  /** Minor units. */
  readonly amount?: number;
  readonly currency?: string;
  /** The number of a test card. */
  readonly card?: string;
  /** One under a test clock has it paid by its time. */
  readonly customer?: string;
}

/** A gift of $20, paid on the hosted page. */
export async function paidCharge(
  stripe: Stripe,
  { amount = 2000, currency = 'usd', card = goodCard, customer }: Payment = {},
): Promise<Stripe.Charge> {
  const { id, url } = await stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: 'https://paper.example/article',
    line_items: [
      {
        quantity: 1,
        price_data: { currency, unit_amount: amount, product_data: { name: 'Gift' } },
      },
    ],
    ...(customer && { customer }),
  });
  await payOn(url!, card);
  const session = await stripe.checkout.sessions.retrieve(id, {
    expand: ['payment_intent.latest_charge'],
  });
  return (session.payment_intent as Stripe.PaymentIntent).latest_charge as Stripe.Charge;
}

/** What stands on the balance in a currency, available or not. */
export async function balanceIn(stripe: Stripe, currency: string) {
  const { available, pending } = await stripe.balance.retrieve();
  const amountIn = (funds: Stripe.Balance.Available[]) =>
    funds.find((one) => one.currency === currency)?.amount ?? 0;
  return { available: amountIn(available), pending: amountIn(pending) };
}

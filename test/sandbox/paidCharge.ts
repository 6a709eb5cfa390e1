import type Stripe from 'stripe';

export interface Payment {
  /** Minor units. */
  readonly amount?: number;
  readonly currency?: string;
  /** The name of a test card. */
  readonly card?: string;
  /** One under a test clock has it paid by its time. */
  readonly customer?: string;
}

/** A gift of $20, paid at once. */
export async function paidCharge(
  stripe: Stripe,
  { amount = 2000, currency = 'usd', card = 'visa', customer }: Payment = {},
): Promise<Stripe.Charge> {
  const { latest_charge } = await stripe.paymentIntents.create({
    amount,
    currency,
    confirm: true,
    payment_method: `pm_card_${card}`,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    expand: ['latest_charge'],
    ...(customer && { customer }),
  });
  return latest_charge as Stripe.Charge;
}

/** What stands on the balance in a currency, available or not. */
export async function balanceIn(stripe: Stripe, currency: string) {
  const { available, pending } = await stripe.balance.retrieve();
  const amountIn = (funds: Stripe.Balance.Available[]) =>
    funds.find((one) => one.currency === currency)?.amount ?? 0;
  return { available: amountIn(available), pending: amountIn(pending) };
}

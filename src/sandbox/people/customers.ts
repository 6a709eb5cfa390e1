import type { Stripe } from '../../ground/stripe.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';

export interface CustomerFacts {
  readonly email?: string | null;
  readonly name?: string | null;
  readonly test_clock?: string | null;
}

/** A customer as Stripe shows it. */
export function buildCustomer(work: Work, given: CustomerFacts): Stripe.Customer {
  const id = newStripeId('cus', 14);
  return {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: work.at,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: given.email ?? null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: given.name ?? null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: given.test_clock ?? null,
  };
}

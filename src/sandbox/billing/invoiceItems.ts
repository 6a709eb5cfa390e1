import type { Stripe } from '../../ground/stripe.ts';
import { asDecimal, idOf } from '../store/objectTypes.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import type { LineFacts } from './invoiceLines.ts';
import type { Period } from './subscriptions.ts';

export interface ItemTerms {
  /** Minor units of the whole line. */
  readonly amount: number;
  readonly currency: string;
  readonly quantity: number;
  readonly price: Stripe.Price | null;
}

export interface InvoiceItemFacts {
  readonly customer: Stripe.Customer;
  readonly terms: ItemTerms;
  readonly invoice: string | null;
  readonly description: string | null;
  readonly discountable?: boolean | undefined;
  readonly metadata: Record<string, string>;
  readonly period?: Period | undefined;
}

const pricingOf = ({ amount, quantity, price }: ItemTerms) => ({
  ...(price && { price_details: { price: price.id, product: idOf(price.product) } }),
  type: 'price_details' as const,
  unit_amount_decimal: asDecimal(amount / quantity),
});

/** What an item costs, as it stands on it. */
export const termsOn = (terms: ItemTerms) =>
  ({
    amount: terms.amount,
    currency: terms.currency,
    net_amount: terms.amount,
    pricing: pricingOf(terms),
    quantity: terms.quantity,
    quantity_decimal: asDecimal(terms.quantity),
  }) satisfies Partial<Stripe.InvoiceItem>;

/** An invoice item as Stripe shows it. */
export function buildInvoiceItem(work: Work, facts: InvoiceItemFacts): Stripe.InvoiceItem {
  return {
    id: newStripeId('ii', 24),
    object: 'invoiceitem',
    ...termsOn(facts.terms),
    customer: facts.customer.id,
    customer_account: null,
    date: work.at,
    description: facts.description,
    discountable: facts.discountable ?? true,
    discounts: [],
    invoice: facts.invoice,
    livemode: false,
    metadata: facts.metadata,
    parent: null,
    period: facts.period ?? { start: work.at, end: work.at },
    proration: false,
    tax_rates: [],
    test_clock: idOf(facts.customer.test_clock),
  };
}

/** The line that an item makes on an invoice. */
export const lineOfInvoiceItem = (item: Stripe.InvoiceItem): LineFacts => ({
  amount: item.amount,
  currency: item.currency,
  description: item.description,
  period: item.period,
  quantity: item.quantity,
  pricing: item.pricing,
  metadata: { ...item.metadata },
  parent: {
    invoice_item_details: {
      invoice_item: item.id,
      proration: false,
      proration_details: { credited_items: null },
      subscription: null,
    },
    subscription_item_details: null,
    type: 'invoice_item_details',
  },
  subscription: null,
});

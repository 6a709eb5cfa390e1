import { formatMoney } from '../../ground/money.ts';
import type { Stripe } from '../../ground/stripe.ts';
import { asDecimal, idOf } from '../store/objectTypes.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Period } from './subscriptions.ts';

export interface LineFacts {
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  readonly period: Period;
  readonly quantity: number;
  readonly pricing: Stripe.InvoiceLineItem['pricing'];
  readonly metadata: Record<string, string>;
  readonly parent: Stripe.InvoiceLineItem['parent'];
  readonly subscription: string | null;
}

/** One line of an invoice as Stripe shows it. */
export function buildLine(invoice: string, facts: LineFacts): Stripe.InvoiceLineItem {
  const { quantity } = facts;
  return {
    id: newStripeId('il', 24),
    object: 'line_item',
    amount: facts.amount,
    currency: facts.currency,
    description: facts.description,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice,
    livemode: false,
    metadata: facts.metadata,
    parent: facts.parent,
    period: facts.period,
    pretax_credit_amounts: [],
    pricing: facts.pricing,
    quantity,
    quantity_decimal: asDecimal(quantity),
    subscription: facts.subscription,
    subtotal: facts.amount,
    taxes: [],
  };
}

/** A price as lines show it. */
export const pricingOf = (price: Stripe.Price) => ({
  price_details: { price: price.id, product: idOf(price.product) },
  type: 'price_details' as const,
  unit_amount_decimal: price.unit_amount_decimal,
});

/** The line that a subscription item makes for a period: 1 × Monthly gift (at $2.00 / month). */
export function lineOfItem(
  item: Stripe.SubscriptionItem,
  subscription: Stripe.Subscription,
  productName: string,
  period: Period,
): LineFacts {
  const { price, quantity = 1 } = item;
  const unit = { amount: price.unit_amount ?? 0, currency: price.currency };
  const { interval, interval_count: count = 1 } = price.recurring ?? { interval: 'month' };
  const every = count === 1 ? interval : `every ${count} ${interval}s`;
  return {
    amount: unit.amount * quantity,
    currency: price.currency,
    description: `${quantity} × ${productName} (at ${formatMoney(unit, 'en')} / ${every})`,
    period,
    quantity,
    pricing: pricingOf(price),
    metadata: { ...subscription.metadata },
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    subscription: subscription.id,
  };
}

/** Amounts of an invoice from its lines. */
export function totalsOf(lines: readonly { amount: number }[]) {
  const total = lines.reduce((sum, line) => sum + line.amount, 0);
  const due = Math.max(0, total);
  return {
    amount_due: due,
    amount_remaining: due,
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
  };
}

/** Lines as the list inside an invoice. */
export const listOfLines = (invoice: string, data: Stripe.InvoiceLineItem[]) => ({
  object: 'list' as const,
  data,
  has_more: false,
  url: `/v1/invoices/${invoice}/lines`,
});

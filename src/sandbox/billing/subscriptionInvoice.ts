import type { Stripe } from '../../ground/stripe.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { type LineFacts, lineOfItem } from './invoiceLines.ts';
import { buildInvoice } from './invoices.ts';
import type { Period } from './subscriptions.ts';

const free = (line: LineFacts): LineFacts => ({
  ...line,
  amount: 0,
  description: `Trial period for ${line.description?.replace(/^\d+ × | \(.*/g, '')}`,
});

/** What a subscription's items cost for their current period; nothing in a trial. */
export async function linesOf(
  work: Work,
  subscription: Stripe.Subscription,
  next?: Period,
): Promise<LineFacts[]> {
  const lines: LineFacts[] = [];
  for (const item of subscription.items.data) {
    const product = await work.need('product', idOf(item.price.product));
    const period = next ?? { start: item.current_period_start, end: item.current_period_end };
    const line = lineOfItem(item, subscription, product.name, period);
    lines.push(subscription.status === 'trialing' && !next ? free(line) : line);
  }
  return lines;
}

export interface PeriodInvoice {
  readonly reason: Stripe.Invoice.BillingReason;
  /** What the invoice calls its period: the one that has ended, or the moment where it is the first. */
  readonly period: Period;
  readonly finalizesAt?: number | null;
  readonly extra?: readonly LineFacts[];
}

/** The invoice for a subscription's current period, a draft; it is kept, and told of by who asks for it. */
export async function invoicePeriod(
  work: Work,
  subscription: Stripe.Subscription,
  { reason, period, finalizesAt = null, extra = [] }: PeriodInvoice,
): Promise<Stripe.Invoice> {
  const customer = await work.need('customer', idOf(subscription.customer));
  const invoice = buildInvoice(work, {
    customer,
    currency: subscription.currency,
    billingReason: reason,
    subscription,
    lines: [...(await linesOf(work, subscription)), ...extra],
    period,
    collectionMethod: subscription.collection_method,
    daysUntilDue: subscription.days_until_due,
    finalizesAt,
  });
  subscription.latest_invoice = invoice.id;
  work.save('invoice', invoice);
  return invoice;
}

import type { Stripe } from '../../ground/stripe.ts';
import { daySeconds } from '../payments/balanceTransactions.ts';
import { idOf } from '../store/objectTypes.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { startingBalance } from './customerBalance.ts';
import { buildLine, type LineFacts, listOfLines, totalsOf } from './invoiceLines.ts';
import type { Period } from './subscriptions.ts';

export interface InvoiceFacts {
  readonly customer: Stripe.Customer;
  readonly currency: string;
  readonly billingReason: Stripe.Invoice.BillingReason;
  readonly subscription: Stripe.Subscription | null;
  readonly lines: readonly LineFacts[];
  readonly period: Period;
  readonly description?: string | null | undefined;
  readonly metadata?: Record<string, string> | undefined;
  readonly collectionMethod?: Stripe.Invoice.CollectionMethod | undefined;
  readonly daysUntilDue?: number | null | undefined;
  readonly autoAdvance?: boolean | undefined;
  /** Unix seconds: when it finalizes by itself. */
  readonly finalizesAt?: number | null | undefined;
}

/** What is the same on every new invoice here. */
const plainInvoice = () =>
  ({
    account_country: 'US',
    account_name: 'Sandbox',
    account_tax_ids: null,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    automatic_tax: {
      disabled_reason: null,
      enabled: false,
      liability: null,
      provider: null,
      status: null,
    },
    custom_fields: null,
    customer_account: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    discounts: [],
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    livemode: false,
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    payment_settings: {
      default_mandate: null,
      payment_method_options: null,
      payment_method_types: null,
    },
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    statement_descriptor: null,
  }) satisfies Partial<Stripe.Invoice>;

const dueDateOf = (work: Work, { collectionMethod, daysUntilDue }: InvoiceFacts) =>
  collectionMethod === 'send_invoice' && daysUntilDue !== undefined && daysUntilDue !== null
    ? work.at + daysUntilDue * daySeconds
    : null;

/** A draft invoice as Stripe shows it. */
export function buildInvoice(work: Work, facts: InvoiceFacts): Stripe.Invoice {
  const { customer, subscription } = facts;
  const id = newStripeId('in', 24);
  const lines = facts.lines.map((line) => buildLine(id, line));
  return {
    id,
    object: 'invoice',
    ...plainInvoice(),
    ...totalsOf(lines),
    auto_advance: facts.autoAdvance ?? true,
    due_date: dueDateOf(work, facts),
    automatically_finalizes_at: facts.finalizesAt ?? null,
    billing_reason: facts.billingReason,
    collection_method: facts.collectionMethod ?? 'charge_automatically',
    created: work.at,
    currency: facts.currency,
    customer: customer.id,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: null,
    description: facts.description ?? null,
    lines: listOfLines(id, lines),
    metadata: facts.metadata ?? {},
    parent: subscription && {
      quote_details: null,
      subscription_details: {
        metadata: { ...subscription.metadata },
        subscription: subscription.id,
      },
      type: 'subscription_details',
    },
    period_end: facts.period.end,
    period_start: facts.period.start,
    starting_balance: startingBalance(customer, facts.currency),
    status: 'draft',
    status_transitions: {
      finalized_at: null,
      marked_uncollectible_at: null,
      paid_at: null,
      voided_at: null,
    },
    test_clock: idOf(customer.test_clock),
    total_discount_amounts: [],
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  };
}

import type { Stripe } from '../../ground/stripe.ts';
import { type ConfirmOptions, confirmIntent, type Outcome } from '../payments/confirm.ts';
import { createPaymentIntent } from '../payments/paymentIntents.ts';
import { idOf } from '../store/objectTypes.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { applyBalance } from './customerBalance.ts';

const descriptions: Partial<Record<NonNullable<Stripe.Invoice.BillingReason>, string>> = {
  subscription_create: 'Subscription creation',
  subscription_cycle: 'Subscription update',
  subscription_update: 'Subscription update',
};

function buildInvoicePayment(
  work: Work,
  invoice: Stripe.Invoice,
  intent: string,
): Stripe.InvoicePayment {
  return {
    id: newStripeId('inpay', 24),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: work.at,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  };
}

/** Kept beside an invoice: the payment that it is to be paid by. */
interface InvoiceHidden {
  readonly payment: string;
}

/** The payment that an invoice is to be paid by; a draft has none yet. */
export async function defaultPaymentOf(
  work: Work,
  invoice: string,
): Promise<Stripe.InvoicePayment | undefined> {
  const hidden = await work.hiddenOf<InvoiceHidden>(invoice);
  return hidden && work.find('invoice_payment', hidden.payment);
}

export interface FinalizeOptions {
  /** An intent that was made before the invoice, as Checkout does. */
  readonly intent?: Stripe.PaymentIntent;
}

/** Gives a draft its number and makes it due; one of nothing, or of too little to be charged, is paid at once. */
export async function finalizeInvoice(
  work: Work,
  invoice: Stripe.Invoice,
  { intent: early }: FinalizeOptions = {},
): Promise<Stripe.InvoicePayment | undefined> {
  const customer = await work.need('customer', idOf(invoice.customer)!, 'customer');
  const sequence = customer.next_invoice_sequence ?? 1;
  customer.next_invoice_sequence = sequence + 1;
  work.save('customer', customer);
  const token = newStripeId('', 40).slice(1);
  Object.assign(invoice, {
    number: `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`,
    status: 'open',
    effective_at: work.at,
    automatically_finalizes_at: null,
    hosted_invoice_url: `${work.publicUrl}/invoices/${invoice.id}/${token}`,
    invoice_pdf: `${work.publicUrl}/invoices/${invoice.id}/${token}/pdf`,
  } satisfies Partial<Stripe.Invoice>);
  invoice.status_transitions.finalized_at = work.at;
  // What Checkout charges was said on its page.
  if (early) invoice.ending_balance = invoice.starting_balance;
  else applyBalance(work, customer, invoice);
  if (invoice.amount_due === 0) {
    work.save('invoice', invoice);
    work.emit('invoice.finalized', invoice);
    markPaid(work, invoice, undefined);
    return undefined;
  }
  const intent =
    early ??
    createPaymentIntent(work, {
      amount: invoice.amount_due,
      currency: invoice.currency,
      customer: customer.id,
      description: descriptions[invoice.billing_reason ?? 'manual'] ?? null,
      receiptEmail: null,
    });
  const payment = buildInvoicePayment(work, invoice, intent.id);
  work.save('invoice_payment', payment);
  work.save('invoice', invoice, { hidden: { payment: payment.id } satisfies InvoiceHidden });
  work.emit('invoice.finalized', invoice);
  return payment;
}

/** Marks an invoice as paid, with the payment that did it, and tells of it. */
export function markPaid(
  work: Work,
  invoice: Stripe.Invoice,
  payment: Stripe.InvoicePayment | undefined,
): void {
  if (payment) {
    payment.status = 'paid';
    payment.amount_paid = payment.amount_requested;
    payment.status_transitions.paid_at = work.at;
    work.save('invoice_payment', payment);
    work.emit('invoice_payment.paid', payment);
  }
  Object.assign(invoice, {
    status: 'paid',
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    attempted: true,
    next_payment_attempt: null,
    auto_advance: false,
  } satisfies Partial<Stripe.Invoice>);
  if (payment) invoice.attempt_count += 1;
  invoice.status_transitions.paid_at = work.at;
  work.save('invoice', invoice);
  work.emit('invoice.paid', invoice);
  work.emit('invoice.payment_succeeded', invoice);
}

/** Writes onto an invoice what came of an attempt to pay it. `retryAt` is when it will be tried again (unix seconds). */
export function recordOutcome(
  work: Work,
  invoice: Stripe.Invoice,
  payment: Stripe.InvoicePayment,
  outcome: Outcome,
  retryAt: number | null = invoice.next_payment_attempt,
): void {
  if (outcome.result === 'succeeded') {
    markPaid(work, invoice, payment);
    return;
  }
  invoice.attempted = true;
  invoice.attempt_count += 1;
  invoice.next_payment_attempt = retryAt;
  work.save('invoice', invoice);
  if (outcome.result === 'requires_action' || needsPerson(outcome))
    work.emit('invoice.payment_action_required', invoice);
  work.emit('invoice.payment_failed', invoice);
}

/** Tries to collect an open invoice from a card. `retryAt` is when it will be tried again (unix seconds) if this fails. */
export async function collectInvoice(
  work: Work,
  invoice: Stripe.Invoice,
  options: ConfirmOptions & { readonly retryAt?: number | null },
): Promise<Outcome> {
  const payment = (await defaultPaymentOf(work, invoice.id))!;
  const intent = await work.need('payment_intent', idOf(payment.payment.payment_intent)!);
  const outcome = await confirmIntent(work, intent, options);
  recordOutcome(work, invoice, payment, outcome, options.retryAt ?? null);
  return outcome;
}

const needsPerson = (outcome: Outcome): boolean =>
  outcome.result === 'declined' && outcome.decline.code === 'authentication_required';

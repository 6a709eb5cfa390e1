import type { Stripe } from '../../ground/stripe.ts';
import type { Outcome } from '../payments/confirm.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { recordOutcome } from './collect.ts';
import { catchUp } from './dunning.ts';

/** The payment of an invoice that an intent is for; undefined where it pays none. */
export async function paymentByIntent(
  work: Work,
  intent: string,
): Promise<Stripe.InvoicePayment | undefined> {
  const { data } = await work.list('invoice_payment', {
    all: [`payment_intent:${intent}`],
    limit: 1,
  });
  return data[0];
}

/** What came of an intent reaches the invoice that it is for, and its subscription. */
export async function applyToInvoice(
  work: Work,
  intent: Stripe.PaymentIntent,
  outcome: Outcome,
): Promise<void> {
  const payment = await paymentByIntent(work, intent.id);
  if (!payment) return;
  const invoice = await work.need('invoice', idOf(payment.invoice));
  recordOutcome(work, invoice, payment, outcome);
  if (outcome.result === 'succeeded') await catchUp(work, invoice);
}

import type { Stripe } from '../../ground/stripe.ts';
import { cancelIntent } from '../payments/cancelIntent.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { defaultPaymentOf } from './collect.ts';
import { giveBalanceBack } from './customerBalance.ts';

/** The ways in which an open invoice ends without being paid. */
export async function voidInvoice(work: Work, invoice: Stripe.Invoice): Promise<void> {
  Object.assign(invoice, {
    status: 'void',
    auto_advance: false,
    next_payment_attempt: null,
  } satisfies Partial<Stripe.Invoice>);
  invoice.status_transitions.voided_at = work.at;
  work.save('invoice', invoice);
  work.emit('invoice.voided', invoice);
  await giveBalanceBack(work, invoice);
}

/** Written off: it may still be paid, but is not asked for any more. */
export function markUncollectible(work: Work, invoice: Stripe.Invoice): void {
  Object.assign(invoice, {
    status: 'uncollectible',
    auto_advance: false,
    next_payment_attempt: null,
  } satisfies Partial<Stripe.Invoice>);
  invoice.status_transitions.marked_uncollectible_at = work.at;
  work.save('invoice', invoice);
  work.emit('invoice.marked_uncollectible', invoice);
}

/** The intent of a voided invoice can take no money any more. */
export async function cancelIntentOf(work: Work, invoice: Stripe.Invoice): Promise<void> {
  const payment = await defaultPaymentOf(work, invoice.id);
  const id = idOf(payment?.payment.payment_intent);
  if (!payment || !id) return;
  const intent = await work.need('payment_intent', id);
  if (intent.status === 'succeeded' || intent.status === 'canceled') return;
  payment.status = 'canceled';
  payment.status_transitions.canceled_at = work.at;
  work.save('invoice_payment', payment);
  await cancelIntent(work, intent, 'void_invoice');
}

import type { Stripe } from '../../ground/stripe.ts';
import { answerForBank } from '../payments/authenticateIntent.ts';
import type { BankStep } from '../payments/bankStep.ts';
import { confirmIntent, foretell, type Outcome } from '../payments/confirm.ts';
import { confirmWithConsequences } from '../payments/intentConfirmation.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { defaultPaymentOf } from './collect.ts';

/** The intent that pays an invoice; undefined for a draft, and for one of nothing. */
export async function intentOfInvoice(
  work: Work,
  invoice: string,
): Promise<Stripe.PaymentIntent | undefined> {
  const payment = await defaultPaymentOf(work, invoice);
  const id = idOf(payment?.payment.payment_intent);
  return id ? work.find('payment_intent', id) : undefined;
}

/** Whether somebody may still pay it. */
export const isPayable = ({ status }: Stripe.Invoice): boolean =>
  status === 'open' || status === 'uncollectible';

/** Pays an invoice with the person there: where their bank asks for them the intent waits for its answer. */
export async function payInvoice(
  work: Work,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): Promise<Outcome> {
  const options = { method, isOffSession: false };
  // The way to the bank is not yet an attempt that failed.
  const needsBank = (await foretell(work, options)) === 'authenticate';
  return needsBank
    ? confirmIntent(work, intent, options)
    : confirmWithConsequences(work, intent, options);
}

/** The bank's answer, where the intent waits for one. @returns whether it did */
export async function answerInvoiceForBank(
  work: Work,
  intent: Stripe.PaymentIntent,
  isConfirmed: boolean,
): Promise<boolean> {
  const step = await work.hiddenOf<BankStep>(intent.id);
  if (intent.status !== 'requires_action' || !step) return false;
  await answerForBank(work, intent, step, isConfirmed);
  return true;
}

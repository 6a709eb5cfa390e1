import { z } from 'zod';
import type { Stripe } from '../../ground/stripe.ts';
import { cancelIntent } from '../payments/cancelIntent.ts';
import { asErrorOf } from '../payments/cardError.ts';
import { declineOf } from '../payments/testCards.ts';
import { readyPaymentMethod } from '../people/paymentMethods.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { ApiError, keeping, refuseNotModelled } from '../wire/apiError.ts';
import { fields, flag, text, withoutEffect } from '../wire/parameters.ts';
import { collectInvoice, defaultPaymentOf, finalizeInvoice, markPaid } from './collect.ts';
import { catchUp, methodFor } from './dunning.ts';

export const payShape = {
  off_session: flag.optional(),
  paid_out_of_band: flag.optional(),
  payment_method: text.optional(),
  source: text.optional(),
  ...withoutEffect('forgive', 'mandate'),
};

const schema = fields({ ...payShape, expand: z.unknown().optional() });

function checkPayable({ status }: Stripe.Invoice): void {
  if (status === 'paid')
    throw new ApiError({ code: 'invoice_already_paid', message: 'Invoice is already paid' });
  if (status === 'void')
    throw new ApiError({ message: 'This invoice is void and cannot be paid.' });
}

const noCard = () =>
  new ApiError({
    code: 'resource_missing',
    message:
      'There is no `default_payment_method` set on this Customer or Invoice. Please set a default payment method, or name one to pay with.',
  });

/** The bank wants the person, who is not there: an error of its own for invoices. */
const needsPerson = () =>
  asErrorOf({
    ...declineOf('authentication'),
    code: 'invoice_payment_intent_requires_action',
    message:
      'Payment for this invoice requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with the invoice.',
  });

/** It was paid in another way, which Stripe is told of: its intent is of no use any more. */
async function payElsewhere(work: Work, invoice: Stripe.Invoice): Promise<void> {
  const payment = await defaultPaymentOf(work, invoice.id);
  const intent = idOf(payment?.payment.payment_intent);
  if (payment && intent) {
    payment.status = 'canceled';
    payment.status_transitions.canceled_at = work.at;
    work.save('invoice_payment', payment);
    await cancelIntent(work, await work.need('payment_intent', intent), 'automatic');
  }
  markPaid(work, invoice, undefined);
}

/**
 * Pays an invoice now, finalized first where it is a draft.
 * @throws ApiError where it cannot be, or its card is refused; what the attempt left stays
 */
export async function payInvoice(
  work: Work,
  invoice: Stripe.Invoice,
  given: z.output<typeof schema>,
): Promise<void> {
  refuseNotModelled(given, ['forgive', 'mandate']);
  checkPayable(invoice);
  const named = given.payment_method ?? given.source;
  const method = named
    ? await readyPaymentMethod(work, named, given.source ? 'source' : 'payment_method')
    : await methodFor(work, invoice);
  if (invoice.status === 'draft') await finalizeInvoice(work, invoice);
  // One of nothing, or of too little to be charged, is paid by now.
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') return;
  if (!method && !given.paid_out_of_band) throw noCard();
  if (given.paid_out_of_band) await payElsewhere(work, invoice);
  else {
    const retryAt = invoice.next_payment_attempt;
    const isOffSession = given.off_session ?? true;
    const outcome = await collectInvoice(work, invoice, { method: method!, isOffSession, retryAt });
    if (outcome.result === 'requires_action') throw keeping(needsPerson());
    if (outcome.result === 'declined')
      throw keeping(
        outcome.decline.code === 'authentication_required'
          ? needsPerson()
          : asErrorOf(outcome.decline),
      );
  }
  await catchUp(work, invoice);
}

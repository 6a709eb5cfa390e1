import type { Stripe } from '../ground/stripe.ts';
import { acknowledge, type Handler } from './handler.ts';
import { charge } from './handlers/charge.ts';
import { checkoutSession } from './handlers/checkoutSession.ts';
import { customerChanged, customerDeleted } from './handlers/customer.ts';
import { decline } from './handlers/decline.ts';
import { dispute } from './handlers/dispute.ts';
import { fraudWarning } from './handlers/fraudWarning.ts';
import { invoice } from './handlers/invoice.ts';
import { invoiceNotFinalized } from './handlers/invoiceNotFinalized.ts';
import { invoicePayment } from './handlers/invoicePayment.ts';
import { mandate } from './handlers/mandate.ts';
import { payment } from './handlers/payment.ts';
import { paymentFailed } from './handlers/paymentFailed.ts';
import { payout } from './handlers/payout.ts';
import { chargeRefunded, refund } from './handlers/refund.ts';
import { review } from './handlers/review.ts';
import { subscription } from './handlers/subscription.ts';

const cardRefreshed = acknowledge('cards are Stripe’s to keep; a renewal tells whether one works');

/** Which handler takes which event, and why we listen to it. The keys are checked against Stripe's own list. */
export const handlers = {
  // A reader finished on Stripe's page; with slow methods the money comes, or does not, days later.
  'checkout.session.completed': checkoutSession,
  'checkout.session.async_payment_succeeded': checkoutSession,
  'checkout.session.async_payment_failed': checkoutSession,
  // Nobody finished: the pledge is over and its request key is free.
  'checkout.session.expired': checkoutSession,
  // A recurring gift began, changed, paused, resumed or ended, by whichever door.
  'customer.subscription.created': subscription,
  'customer.subscription.updated': subscription,
  'customer.subscription.deleted': subscription,
  'customer.subscription.paused': subscription,
  'customer.subscription.resumed': subscription,
  // Stripe waits up to 72 hours with an invoice until its making was taken notice of: an answer is all it wants.
  'invoice.created': acknowledge('an invoice is booked when it is paid'),
  // A period that cannot be asked for: staff must see it.
  'invoice.finalization_failed': invoiceNotFinalized,
  // The one event that books a period. invoice.payment_succeeded tells the same and is not listened to.
  'invoice.paid': invoice,
  // A renewal failed, waits for the reader's bank, or was given up: how the gift stands is read again.
  'invoice.payment_failed': invoice,
  'invoice.payment_action_required': invoice,
  'invoice.voided': invoice,
  'invoice.marked_uncollectible': invoice,
  // Its object is a forecast without an id.
  'invoice.upcoming': acknowledge('it announces what invoice.paid will book'),
  // Ties an invoice to its payment, which can come after invoice.paid.
  'invoice_payment.paid': invoicePayment,
  // Books a gift given once.
  'payment_intent.succeeded': payment,
  // Declines are counted: many at once mean that somebody tries stolen cards.
  'payment_intent.payment_failed': paymentFailed,
  'charge.failed': decline,
  // What a charge moved can become known late.
  'charge.updated': charge,
  // A summary of all refunds of a charge, and each refund with its end.
  'charge.refunded': chargeRefunded,
  'refund.created': refund,
  'refund.updated': refund,
  'refund.failed': refund,
  // A dispute has a deadline, and moves money when a bank takes it and when it is won back.
  'charge.dispute.created': dispute,
  'charge.dispute.updated': dispute,
  'charge.dispute.closed': dispute,
  'charge.dispute.funds_withdrawn': dispute,
  'charge.dispute.funds_reinstated': dispute,
  // A stolen card is better refunded before its owner's bank asks.
  'radar.early_fraud_warning.created': fraudWarning,
  // A payment is held until somebody has looked.
  'review.opened': review,
  'review.closed': review,
  // A card was renewed by its bank, or another was given.
  'payment_method.automatically_updated': cardRefreshed,
  'payment_method.attached': cardRefreshed,
  'customer.updated': customerChanged,
  // Who was deleted at Stripe is forgotten here.
  'customer.deleted': customerDeleted,
  // A direct debit can be revoked at the bank.
  'mandate.updated': mandate,
  // Money reached the bank or came back; and what a payout is made of became known.
  'payout.paid': payout,
  'payout.failed': payout,
  'payout.reconciliation_completed': payout,
} as const satisfies Partial<Record<Stripe.Event.Type, Handler>>;

export const handledTypes = Object.keys(handlers) as (keyof typeof handlers)[];

export const handlerOf = (type: string): Handler | undefined =>
  Object.hasOwn(handlers, type) ? handlers[type as keyof typeof handlers] : undefined;

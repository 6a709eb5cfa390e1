import type { Stripe } from '../ground/stripe.ts';
import type { Handler } from './handler.ts';
import { charge, chargeRefunded } from './handlers/charge.ts';
import { checkoutSession } from './handlers/checkoutSession.ts';
import { dispute } from './handlers/dispute.ts';
import { invoice } from './handlers/invoice.ts';
import { payment } from './handlers/payment.ts';
import { refund } from './handlers/refund.ts';
import { subscription } from './handlers/subscription.ts';

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
  // The one event that books a period. invoice.payment_succeeded tells the same and is not listened to.
  'invoice.paid': invoice,
  'invoice.payment_failed': invoice,
  // Books a gift given once.
  'payment_intent.succeeded': payment,
  // What a charge moved can become known late.
  'charge.updated': charge,
  'charge.refunded': chargeRefunded,
  'refund.created': refund,
  'refund.updated': refund,
  'refund.failed': refund,
  // Disputes move money when a bank takes it and when it is won back.
  'charge.dispute.created': dispute,
  'charge.dispute.updated': dispute,
  'charge.dispute.closed': dispute,
  'charge.dispute.funds_withdrawn': dispute,
  'charge.dispute.funds_reinstated': dispute,
} as const satisfies Partial<Record<Stripe.Event.Type, Handler>>;

export const handledTypes = Object.keys(handlers) as (keyof typeof handlers)[];

export const handlerOf = (type: string): Handler | undefined =>
  Object.hasOwn(handlers, type) ? handlers[type as keyof typeof handlers] : undefined;

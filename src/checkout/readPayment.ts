import { giftIdOf } from '../giving/gift.ts';
import { type Pledge, pledgeIdIn } from '../giving/pledge.ts';
import { findPledge } from '../giving/pledgeStore.ts';
import type { Queryable } from '../ground/sql.ts';
import type { Stripe } from '../ground/stripe.ts';
import { type Origin, type Part, type Transfer, transferOf } from '../ledger/transfer.ts';

/** What is needed to ask what really is: Stripe for its objects, the database for our pledges. */
export interface Sources {
  readonly stripe: Stripe;
  readonly db: Queryable;
}

/** The pledge that an object's metadata names, or undefined where the object is not of our making. */
export async function pledgeOf(
  db: Queryable,
  metadata: Record<string, string> | null | undefined,
): Promise<Pledge | undefined> {
  const id = pledgeIdIn(metadata);
  return id ? findPledge(db, id) : undefined;
}

export const originOf = (pledge: Pledge): Origin => ({
  publisher: pledge.publisher,
  giftId: giftIdOf(pledge.id),
  frequency: pledge.frequency,
});

/**
 * The pledge behind a payment. A gift given once has it on the payment itself; a renewal's payment says nothing, but
 * its invoice carries what the subscription says.
 */
export async function pledgeOfPayment(
  { stripe, db }: Sources,
  payment: Stripe.PaymentIntent,
): Promise<Pledge | undefined> {
  const own = await pledgeOf(db, payment.metadata);
  if (own) return own;
  const payments = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: payment.id },
    limit: 1,
  });
  const invoice = payments.data[0]?.invoice;
  if (!invoice) return undefined;
  const { parent } = await stripe.invoices.retrieve(
    typeof invoice === 'string' ? invoice : invoice.id!,
  );
  return pledgeOf(db, parent?.subscription_details?.metadata);
}

/** A payment with its charge and what the charge moved. */
export const retrievePayment = (stripe: Stripe, id: string): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.retrieve(id, { expand: ['latest_charge.balance_transaction'] });

/** The transfer of a payment retrieved with its charge; none while Stripe has not yet said what it moved: `charge.updated` will. */
export function transfersOfPayment(payment: Stripe.PaymentIntent, origin: Origin): Transfer[] {
  const charge = payment.latest_charge;
  if (!charge || typeof charge === 'string') return [];
  const movement = charge.balance_transaction;
  return movement && typeof movement !== 'string' ? [transferOf(movement, origin)] : [];
}

/** A charge with what it moved: how a charge is asked for where its money goes back. */
export const retrieveCharge = (stripe: Stripe, id: string): Promise<Stripe.Charge> =>
  stripe.charges.retrieve(id, { expand: ['balance_transaction'] });

/** The pledge behind a charge. */
export async function pledgeOfCharge(
  sources: Sources,
  charge: Stripe.Charge,
): Promise<Pledge | undefined> {
  const own = await pledgeOf(sources.db, charge.metadata);
  if (own) return own;
  const payment = charge.payment_intent;
  if (!payment) return undefined;
  return pledgeOfPayment(
    sources,
    typeof payment === 'string' ? await sources.stripe.paymentIntents.retrieve(payment) : payment,
  );
}

/**
 * The transfer of a movement that takes part of a charge back or gives it again. Where the charge was exchanged, the
 * part counts at the charge's rate, and what the movement was more or less is a difference of exchange.
 */
export function transferOfPart(
  movement: Stripe.BalanceTransaction,
  origin: Origin,
  charge: Stripe.Charge,
  part: Part,
): Transfer {
  const came = charge.balance_transaction;
  const isExchanged =
    came && typeof came !== 'string' && came.exchange_rate !== null && charge.amount > 0;
  if (!isExchanged || part.currency !== charge.currency) return transferOf(movement, origin);
  const gross = Math.round((part.amount * came.amount) / charge.amount);
  return transferOf(movement, origin, Math.sign(movement.amount) * gross);
}

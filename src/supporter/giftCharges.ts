import type { Gift } from '../giving/gift.ts';
import type { Queryable } from '../ground/sql.ts';
import { allOf, type Stripe } from '../ground/stripe.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import { bookedSourcesOf } from '../ledger/store.ts';

/** The last digits of what a charge was paid with: a card, or an account. */
export function lastFourOf(charge: Stripe.Charge): string | undefined {
  const details = charge.payment_method_details as Record<string, unknown> | null;
  const of = details?.[String(details.type)] as { last4?: string | null } | undefined;
  return of?.last4 ?? undefined;
}

const movementOf = ({ balance_transaction: one }: Stripe.Charge): string | undefined =>
  typeof one === 'string' ? one : one?.id;

/**
 * Every charge of a gift, the newest first, asked of Stripe now. Where a customer gives more than one gift, a charge is of
 * the gift under which it is booked; one that is not booked yet is shown with each.
 */
export async function chargesOf(
  { db, accounts }: { db: Queryable; accounts: StripeAccounts },
  gift: Gift,
): Promise<Stripe.Charge[]> {
  const { stripe } = accounts.of(gift.publisher);
  const whose = gift.paymentIntentId
    ? { payment_intent: gift.paymentIntentId }
    : gift.customerId
      ? { customer: gift.customerId }
      : undefined;
  if (!whose) return [];
  const charges = await allOf(stripe.charges.list({ ...whose, limit: 100 }));
  const sources = charges.flatMap((charge) => movementOf(charge) ?? []);
  const booked = await bookedSourcesOf(db, sources);
  return charges.filter((charge) => {
    const giftId = booked.get(movementOf(charge) ?? '');
    return giftId === undefined || giftId === gift.id;
  });
}

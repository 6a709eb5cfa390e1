import { outcome } from '../../checkout/outcome.ts';
import type { Sources } from '../../checkout/readPayment.ts';
import { originOf, pledgeOfPayment } from '../../checkout/readPayment.ts';
import type { Stripe } from '../../ground/stripe.ts';
import { transferOf } from '../../ledger/transfer.ts';
import { type Handler, notOurs, type Result } from '../handler.ts';

const idOf = (value: string | { id: string } | null): string | undefined =>
  typeof value === 'string' ? value : value?.id;

/** Books movements that belong to a charge, under the gift that the charge was for. */
export async function bookAgainstCharge(
  sources: Sources,
  charge: Stripe.Charge,
  movements: readonly Stripe.BalanceTransaction[],
): Promise<Result> {
  const paymentId = idOf(charge.payment_intent);
  if (!paymentId) return notOurs;
  const pledge = await pledgeOfPayment(
    sources,
    await sources.stripe.paymentIntents.retrieve(paymentId),
  );
  if (!pledge) return notOurs;
  return outcome(pledge.publisher, {
    transfers: movements.map((movement) => transferOf(movement, originOf(pledge))),
  });
}

/** What a charge moved may be known only after the charge was made; this is the news of it. */
export const charge: Handler = async (id, sources) => {
  const found = await sources.stripe.charges.retrieve(id, { expand: ['balance_transaction'] });
  const movement = found.balance_transaction;
  if (!movement || typeof movement === 'string') return { ignored: 'it has not moved money yet' };
  return bookAgainstCharge(sources, found, [movement]);
};

/** Everything given back from a charge. */
export const chargeRefunded: Handler = async (id, sources) => {
  const found = await sources.stripe.charges.retrieve(id);
  const refunds = await sources.stripe.refunds.list({
    charge: id,
    limit: 100,
    expand: ['data.balance_transaction', 'data.failure_balance_transaction'],
  });
  const movements = refunds.data.flatMap((refund) => [
    refund.balance_transaction,
    refund.failure_balance_transaction ?? null,
  ]);
  return bookAgainstCharge(
    sources,
    found,
    movements.filter(
      (one): one is Stripe.BalanceTransaction => one !== null && typeof one !== 'string',
    ),
  );
};

import { outcome } from '../../checkout/outcome.ts';
import { originOf, pledgeOfCharge, retrieveCharge } from '../../checkout/readPayment.ts';
import { transferOf } from '../../ledger/transfer.ts';
import { type Handler, notOurs } from '../handler.ts';

/** What a charge moved may be known only after the charge was made; this is the news of it. */
export const charge: Handler = async (id, sources) => {
  const found = await retrieveCharge(sources.stripe, id);
  const movement = found.balance_transaction;
  if (!movement || typeof movement === 'string') return { ignored: 'it has not moved money yet' };
  const pledge = await pledgeOfCharge(sources, found);
  if (!pledge) return notOurs;
  return outcome(pledge.publisher, { transfers: [transferOf(movement, originOf(pledge))] });
};

import type { Handler } from '../handler.ts';
import { bookAgainstCharge } from './charge.ts';

/** A reader's bank took a gift back, or gave it again: the dispute lists what it moved. */
export const dispute: Handler = async (id, sources) => {
  const found = await sources.stripe.disputes.retrieve(id);
  const charge = await sources.stripe.charges.retrieve(
    typeof found.charge === 'string' ? found.charge : found.charge.id,
  );
  if (found.balance_transactions.length === 0) return { ignored: 'it has not moved money' };
  return bookAgainstCharge(sources, charge, found.balance_transactions);
};

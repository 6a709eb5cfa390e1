import { type Handler, notOurs } from '../handler.ts';
import { chargeRefunded } from './charge.ts';

/** Money was given back, or could not be: the charge knows all its refunds. */
export const refund: Handler = async (id, sources) => {
  const { charge } = await sources.stripe.refunds.retrieve(id);
  if (!charge) return notOurs;
  return chargeRefunded(typeof charge === 'string' ? charge : charge.id, sources);
};

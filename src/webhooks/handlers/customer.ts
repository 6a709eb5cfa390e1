import { outcome } from '../../checkout/outcome.ts';
import { acknowledge, type Handler } from '../handler.ts';

/** A customer changed: who they are is Stripe's to keep. */
export const customerChanged: Handler = acknowledge('who a customer is stays at Stripe');

/** A customer was deleted: their gifts stay in the books, and no longer lead to a reader. */
export const customerDeleted: Handler = async (id, { stripe }, { publisher }) => {
  const found = await stripe.customers.retrieve(id);
  if (!found.deleted) return { ignored: 'the customer is there' };
  return outcome(publisher, { forgotten: [id] });
};

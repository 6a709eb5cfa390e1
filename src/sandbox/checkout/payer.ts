import type { Stripe } from '../../ground/stripe.ts';
import { buildCustomer } from '../people/customers.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';

export interface Payer {
  readonly email: string | null;
  readonly name: string | null;
}

/** The customer that a session will belong to: the one it names, a new one where it needs one, or none. */
export async function customerOf(
  work: Work,
  session: Stripe.Checkout.Session,
  payer: Payer,
): Promise<Stripe.Customer | null> {
  const named = idOf(session.customer);
  if (named) return work.need('customer', named, 'customer');
  if (session.mode === 'payment' && session.customer_creation !== 'always') return null;
  const customer = buildCustomer(work, payer);
  work.save('customer', customer);
  work.emit('customer.created', customer);
  return customer;
}

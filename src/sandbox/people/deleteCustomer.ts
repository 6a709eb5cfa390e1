import type { Stripe } from '../../ground/stripe.ts';
import { endSubscription, hasEnded } from '../billing/subscriptionEnds.ts';
import type { ListQuery } from '../store/objectTable.ts';
import type { ObjectType, ObjectTypes } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { detachPaymentMethod } from './paymentMethods.ts';

/** All of a type by facts such as customer:cus_123. */
export async function allOf<T extends ObjectType>(
  work: Work,
  type: T,
  all: string[],
): Promise<ObjectTypes[T][]> {
  const found: ObjectTypes[T][] = [];
  for (let page: ListQuery = { all, limit: 100 }; ; ) {
    const { data, hasMore } = await work.list(type, page);
    found.push(...data);
    if (!hasMore) return found;
    page = { ...page, startingAfter: data.at(-1)!.id };
  }
}

/** With a customer their subscriptions end, their cards are let go, and what waits for their next invoice is forgotten. */
export async function deleteCustomer(work: Work, customer: Stripe.Customer) {
  const own = `customer:${customer.id}`;
  for (const subscription of await allOf(work, 'subscription', [own]))
    if (!hasEnded(subscription)) await endSubscription(work, subscription);
  for (const { id } of await allOf(work, 'invoiceitem', [own, 'pending:true']))
    work.remove('invoiceitem', id);
  for (const method of await allOf(work, 'payment_method', [own]))
    await detachPaymentMethod(work, method);
  work.emit('customer.deleted', customer);
  return work.remove('customer', customer.id);
}

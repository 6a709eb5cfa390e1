import { idOf, type ObjectType, type ObjectTypes } from './objectTypes.ts';

type Pairs = Record<string, string | boolean | null | undefined>;

/** By which facts each type is found in lists. Whatever a list can be filtered by stands here. */
const indexed: { [T in ObjectType]?: (object: ObjectTypes[T]) => Pairs } = {
  'billing_portal.configuration': (configuration) => ({
    active: configuration.active,
    is_default: configuration.is_default,
  }),
  'checkout.session': (session) => ({
    customer: idOf(session.customer),
    payment_intent: idOf(session.payment_intent),
    subscription: idOf(session.subscription),
    status: session.status,
    email: session.customer_details?.email,
  }),
  balance_transaction: (transaction) => ({
    source: idOf(transaction.source),
    type: transaction.type,
    currency: transaction.currency,
  }),
  charge: (charge) => ({
    customer: idOf(charge.customer),
    payment_intent: idOf(charge.payment_intent),
    transfer_group: charge.transfer_group,
  }),
  customer: (customer) => ({ email: customer.email, test_clock: idOf(customer.test_clock) }),
  dispute: (dispute) => ({
    charge: idOf(dispute.charge),
    payment_intent: idOf(dispute.payment_intent),
  }),
  event: (event) => ({ type: event.type }),
  invoice: (invoice) => ({
    customer: idOf(invoice.customer),
    status: invoice.status,
    collection_method: invoice.collection_method,
    subscription: idOf(invoice.parent?.subscription_details?.subscription),
  }),
  invoice_payment: (payment) => ({
    invoice: idOf(payment.invoice),
    payment_intent: idOf(payment.payment.payment_intent),
    status: payment.status,
  }),
  invoiceitem: (item) => ({
    customer: idOf(item.customer),
    invoice: idOf(item.invoice) ?? 'none',
    pending: item.invoice === null,
  }),
  payment_intent: (intent) => ({ customer: idOf(intent.customer) }),
  payment_method: (method) => ({ customer: idOf(method.customer), type: method.type }),
  payout: (payout) => ({ status: payout.status, destination: idOf(payout.destination) }),
  price: (price) => ({
    active: price.active,
    currency: price.currency,
    product: idOf(price.product),
    type: price.type,
    lookup_key: price.lookup_key,
    interval: price.recurring?.interval,
  }),
  product: (product) => ({ active: product.active, shippable: product.shippable ?? false }),
  'radar.early_fraud_warning': (warning) => ({
    charge: idOf(warning.charge),
    payment_intent: idOf(warning.payment_intent),
  }),
  refund: (refund) => ({
    charge: idOf(refund.charge),
    payment_intent: idOf(refund.payment_intent),
  }),
  review: (review) => ({ open: review.open }),
  setup_intent: (intent) => ({
    customer: idOf(intent.customer),
    payment_method: idOf(intent.payment_method),
  }),
  subscription: (subscription) => ({
    customer: idOf(subscription.customer),
    status: subscription.status,
    collection_method: subscription.collection_method,
    test_clock: idOf(subscription.test_clock),
    price: subscription.items.data[0]?.price.id,
  }),
};

/** One fact about an object as it is indexed: customer:cus_123. */
export const refOf = (name: string, value: string | boolean): string => `${name}:${value}`;

/** A fact that the body does not show, such as the payout of a balance transaction: ~payout:po_123. */
export const hiddenRefOf = (name: string, value: string | boolean): string => `~${name}:${value}`;

const write = (pairs: Pairs, ref: typeof refOf): string[] =>
  Object.entries(pairs)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ref(name, value!));

/** The facts an object is found by; `more` are those that its body does not show. */
export function refsOf(type: ObjectType, object: unknown, more: Pairs = {}): string[] {
  return [...write(indexed[type]?.(object as never) ?? {}, refOf), ...write(more, hiddenRefOf)];
}

import type { Stripe } from '../../ground/stripe.ts';

/** Every type of object that the sandbox keeps, by the word in its `object` field. */
export interface ObjectTypes {
  'billing_portal.configuration': Stripe.BillingPortal.Configuration;
  'billing_portal.session': Stripe.BillingPortal.Session;
  'checkout.session': Stripe.Checkout.Session;
  'radar.early_fraud_warning': Stripe.Radar.EarlyFraudWarning;
  'test_helpers.test_clock': Stripe.TestHelpers.TestClock;
  balance_transaction: Stripe.BalanceTransaction;
  charge: Stripe.Charge;
  customer: Stripe.Customer;
  dispute: Stripe.Dispute;
  event: EventRecord;
  invoice: Stripe.Invoice;
  invoice_payment: Stripe.InvoicePayment;
  invoiceitem: Stripe.InvoiceItem;
  payment_intent: Stripe.PaymentIntent;
  payment_method: Stripe.PaymentMethod;
  payout: Stripe.Payout;
  price: Stripe.Price;
  product: Stripe.Product;
  refund: Stripe.Refund;
  review: Stripe.Review;
  setup_intent: Stripe.SetupIntent;
  subscription: Stripe.Subscription;
  webhook_endpoint: Stripe.WebhookEndpoint;
}

export type ObjectType = keyof ObjectTypes;

/** What every kept object has. */
export interface StoredObject {
  readonly id: string;
  readonly object: string;
}

/** An event without the tie between its type and its object, which is Stripe's to make: any object may be inside. */
export interface EventRecord extends StoredObject {
  readonly object: 'event';
  readonly api_version: string;
  readonly created: number;
  readonly data: { object: unknown; previous_attributes?: Record<string, unknown> };
  readonly livemode: false;
  pending_webhooks: number;
  readonly request: { id: string | null; idempotency_key: string | null };
  readonly type: Stripe.Event.Type;
}

/** An id, where Stripe's types also allow the object in its place: kept objects hold ids only. */
export function idOf(value: string | { id: string }): string;
export function idOf(value: string | { id: string } | null | undefined): string | null;
export function idOf(value: string | { id: string } | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : value.id;
}

/** A decimal as it goes over the wire: text, though the SDK's types show the number class it is read into. */
export const asDecimal = (amount: number): Stripe.Decimal =>
  String(amount) as unknown as Stripe.Decimal;

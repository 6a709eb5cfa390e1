import type { Stripe } from '../../ground/stripe.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { mergeMetadata } from '../wire/parameters.ts';
import type { SessionParameters } from './sessionParameters.ts';

interface Waiting {
  readonly method: string;
  readonly email: string | null;
  readonly name: string | null;
}

/** Kept beside a session: what it will need when it is paid. */
export interface SessionHidden {
  readonly lines: Stripe.LineItem[];
  readonly intentData: SessionParameters['payment_intent_data'] | null;
  readonly subscriptionData: SessionParameters['subscription_data'] | null;
  readonly merchant: string | null;
  /** The intent of the first attempt; later attempts go on with it. */
  readonly intent?: string;
  /** What the recovery address of an expired session ends with. */
  readonly recoveryToken?: string;
  /** The session that goes on with this one, once somebody used that address. */
  readonly recoveredAs?: string;
  /** A payment that waits for the person to authenticate. */
  readonly waiting?: Waiting;
  /** Who tried last, where the bank said no: their fields are filled in again. */
  readonly lastPayer?: Waiting;
}

/** A session is open for a day unless it says otherwise. */
export const maxExpirySeconds = 24 * 3600;

const amountsOf = (lines: readonly Stripe.LineItem[]) => ({
  amount_subtotal: lines.reduce((sum, line) => sum + line.amount_subtotal, 0),
  amount_total: lines.reduce((sum, line) => sum + line.amount_total, 0),
});

const customTextOf = (given: SessionParameters['custom_text']) => ({
  after_submit: given?.after_submit ?? null,
  shipping_address: given?.shipping_address ?? null,
  submit: given?.submit ?? null,
  terms_of_service_acceptance: given?.terms_of_service_acceptance ?? null,
});

const afterExpirationOf = (given: SessionParameters['after_expiration']) =>
  given
    ? {
        recovery: given.recovery
          ? {
              allow_promotion_codes: given.recovery.allow_promotion_codes ?? false,
              enabled: given.recovery.enabled,
              expires_at: null,
              url: null,
            }
          : null,
      }
    : null;

const consentOf = (given: SessionParameters['consent_collection']) =>
  given
    ? {
        payment_method_reuse_agreement: null,
        promotions: given.promotions ?? ('none' as const),
        terms_of_service: given.terms_of_service ?? ('none' as const),
      }
    : null;

/** What every new session begins with. */
const fresh = () =>
  ({
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    client_secret: null,
    collected_information: { business_name: null, individual_name: null, shipping_details: null },
    consent: null,
    currency_conversion: null,
    custom_fields: [],
    customer_account: null,
    discounts: [],
    invoice: null,
    livemode: false,
    managed_payments: { enabled: false },
    payment_intent: null,
    payment_link: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_status: 'unpaid',
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    subscription: null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    wallet_options: null,
  }) satisfies Partial<Stripe.Checkout.Session>;

/** An open Checkout Session as Stripe shows it. */
export function buildSession(
  work: Work,
  given: SessionParameters,
  lines: readonly Stripe.LineItem[],
  email: string | null,
): Stripe.Checkout.Session {
  const id = newStripeId('cs_test', 58);
  const isPayment = given.mode === 'payment';
  return {
    id,
    object: 'checkout.session',
    ...fresh(),
    adaptive_pricing: { enabled: given.adaptive_pricing?.enabled ?? false },
    after_expiration: afterExpirationOf(given.after_expiration),
    allow_promotion_codes: given.allow_promotion_codes ?? null,
    allowed_payment_method_types: given.allowed_payment_method_types ?? null,
    ...amountsOf(lines),
    billing_address_collection: given.billing_address_collection ?? null,
    cancel_url: given.cancel_url ?? null,
    client_reference_id: given.client_reference_id ?? null,
    consent_collection: consentOf(given.consent_collection),
    created: work.at,
    currency: lines[0]!.currency,
    custom_text: customTextOf(given.custom_text),
    customer: given.customer ?? null,
    customer_creation: isPayment ? (given.customer_creation ?? 'if_required') : null,
    customer_details: email === null ? null : detailsOf(email, null),
    customer_email: given.customer_email ?? null,
    ...(given.excluded_payment_method_types && {
      excluded_payment_method_types: given.excluded_payment_method_types,
    }),
    expires_at: given.expires_at ?? work.at + maxExpirySeconds,
    integration_identifier: given.integration_identifier ?? null,
    invoice_creation: isPayment
      ? invoiceCreationOf(given.invoice_creation?.enabled ?? false)
      : null,
    locale: (given.locale ?? null) as Stripe.Checkout.Session.Locale | null,
    metadata: mergeMetadata(null, given.metadata),
    mode: given.mode,
    origin_context: given.origin_context ?? null,
    payment_method_collection: isPayment
      ? 'if_required'
      : (given.payment_method_collection ?? 'always'),
    payment_method_types: given.payment_method_types ?? ['card'],
    phone_number_collection: { enabled: given.phone_number_collection?.enabled ?? false },
    submit_type: given.submit_type ?? null,
    success_url: given.success_url!,
    url: `${work.publicUrl}/c/pay/${id}`,
  };
}

/** Who the customer is, as far as Checkout knows. */
export const detailsOf = (
  email: string | null,
  name: string | null,
): Stripe.Checkout.Session.CustomerDetails => ({
  address: null,
  business_name: null,
  email,
  individual_name: null,
  name,
  phone: null,
  tax_exempt: 'none',
  tax_ids: null,
});

const invoiceCreationOf = (enabled: boolean) => ({
  enabled,
  invoice_data: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: null,
    metadata: {},
    rendering_options: null,
  },
});

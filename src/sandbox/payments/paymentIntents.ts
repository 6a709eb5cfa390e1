import type { Stripe } from '../../ground/stripe.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';

export interface IntentFacts {
  readonly amount: number;
  readonly currency: string;
  readonly customer?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly metadata?: Record<string, string> | undefined;
  readonly receiptEmail?: string | null | undefined;
  readonly statementDescriptor?: string | null | undefined;
  readonly statementDescriptorSuffix?: string | null | undefined;
  readonly setupFutureUsage?: 'off_session' | 'on_session' | null | undefined;
  readonly captureMethod?: 'automatic' | 'automatic_async' | 'manual' | undefined;
  readonly confirmationMethod?: 'automatic' | 'manual' | undefined;
  /** Absent where Stripe chooses the methods, as it does for its own pages. */
  readonly automaticMethods?: Stripe.PaymentIntent.AutomaticPaymentMethods | null | undefined;
  readonly paymentMethod?: string | undefined;
  readonly shipping?: Stripe.PaymentIntent.Shipping | null | undefined;
  readonly transferGroup?: string | null | undefined;
  readonly allowedTypes?: string[] | null | undefined;
  readonly excludedTypes?: string[] | null | undefined;
}

/** A payment intent as Stripe shows it, not yet paid. */
export function buildPaymentIntent(work: Work, facts: IntentFacts): Stripe.PaymentIntent {
  const id = newStripeId('pi', 24);
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: facts.allowedTypes ?? null,
    amount: facts.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods:
      facts.automaticMethods === undefined
        ? { allow_redirects: 'always', enabled: true }
        : facts.automaticMethods,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: facts.captureMethod ?? 'automatic_async',
    client_secret: `${id}_secret_${newStripeId('', 25).slice(1)}`,
    confirmation_method: facts.confirmationMethod ?? 'automatic',
    created: work.at,
    currency: facts.currency,
    customer: facts.customer ?? null,
    customer_account: null,
    description: facts.description ?? null,
    excluded_payment_method_types: facts.excludedTypes ?? null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: facts.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: facts.paymentMethod ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: {
        installments: null,
        mandate_options: null,
        network: null,
        request_three_d_secure: 'automatic',
      },
    },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: facts.receiptEmail ?? null,
    review: null,
    setup_future_usage: facts.setupFutureUsage ?? null,
    shipping: facts.shipping ?? null,
    source: null,
    statement_descriptor: facts.statementDescriptor ?? null,
    statement_descriptor_suffix: facts.statementDescriptorSuffix ?? null,
    status: facts.paymentMethod ? 'requires_confirmation' : 'requires_payment_method',
    transfer_data: null,
    transfer_group: facts.transferGroup ?? null,
  };
}

/** Makes a payment intent, keeps it and tells of it. */
export function createPaymentIntent(work: Work, facts: IntentFacts): Stripe.PaymentIntent {
  const intent = buildPaymentIntent(work, facts);
  work.save('payment_intent', intent);
  work.emit('payment_intent.created', intent);
  return intent;
}

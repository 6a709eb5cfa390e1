import type { Stripe } from '../../ground/stripe.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';

export interface SetupFacts {
  readonly customer?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly metadata?: Record<string, string> | undefined;
  readonly usage?: 'off_session' | 'on_session' | undefined;
  readonly paymentMethod?: string | undefined;
  readonly attachToSelf?: boolean | undefined;
  readonly automaticMethods?: Stripe.SetupIntent.AutomaticPaymentMethods | null | undefined;
  readonly allowedTypes?: string[] | null | undefined;
  readonly excludedTypes?: string[] | null | undefined;
  readonly flowDirections?: string[] | undefined;
}

/** An intent to keep a card for later, as Stripe shows it, not yet confirmed. */
function buildSetupIntent(work: Work, facts: SetupFacts): Stripe.SetupIntent {
  const id = newStripeId('seti', 24);
  return {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: facts.allowedTypes ?? null,
    application: null,
    ...(facts.attachToSelf !== undefined && { attach_to_self: facts.attachToSelf }),
    automatic_payment_methods: facts.automaticMethods ?? null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${newStripeId('', 25).slice(1)}`,
    created: work.at,
    customer: facts.customer ?? null,
    customer_account: null,
    description: facts.description ?? null,
    excluded_payment_method_types: facts.excludedTypes ?? null,
    flow_directions: facts.flowDirections ?? null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: facts.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: facts.paymentMethod ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: facts.paymentMethod ? 'requires_confirmation' : 'requires_payment_method',
    usage: facts.usage ?? 'off_session',
  };
}

/** Makes a set-up intent, keeps it and tells of it. */
export function createSetupIntent(work: Work, facts: SetupFacts): Stripe.SetupIntent {
  const intent = buildSetupIntent(work, facts);
  work.save('setup_intent', intent);
  work.emit('setup_intent.created', intent);
  return intent;
}

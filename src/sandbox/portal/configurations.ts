import type { Stripe } from '../../ground/stripe.ts';
import { givenOf } from '../store/changesOf.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { mergeMetadata } from '../wire/parameters.ts';
import type { ConfigurationParameters, FeatureParameters } from './configurationShape.ts';

type Configuration = Stripe.BillingPortal.Configuration;
type Features = Configuration['features'];

/** Everything off, as Stripe leaves what a new configuration does not name. */
const nothing = (): Features => ({
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: false },
  payment_method_update: { enabled: false, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: [] },
    enabled: false,
    mode: 'at_period_end',
    proration_behavior: 'none',
  },
  subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
  subscription_update: {
    billing_cycle_anchor: null,
    default_allowed_updates: [],
    enabled: false,
    products: null,
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  },
});

function changeCancel(
  cancel: Features['subscription_cancel'],
  given: NonNullable<FeatureParameters['subscription_cancel']>,
): void {
  const { cancellation_reason: reason, ...plain } = given;
  Object.assign(cancel, givenOf(plain));
  if (!reason) return;
  cancel.cancellation_reason.enabled = reason.enabled;
  if (reason.options !== undefined) cancel.cancellation_reason.options = reason.options ?? [];
}

function changeUpdate(
  update: Features['subscription_update'],
  given: NonNullable<FeatureParameters['subscription_update']>,
): void {
  const { default_allowed_updates: allowed, products, schedule_at_period_end: later } = given;
  const { enabled, billing_cycle_anchor, proration_behavior, trial_update_behavior } = given;
  Object.assign(
    update,
    givenOf({ enabled, billing_cycle_anchor, proration_behavior, trial_update_behavior }),
  );
  if (allowed !== undefined) update.default_allowed_updates = allowed ?? [];
  if (products !== undefined)
    update.products =
      products?.map((one) => ({
        product: one.product,
        prices: one.prices,
        adjustable_quantity: {
          enabled: one.adjustable_quantity?.enabled ?? false,
          maximum: one.adjustable_quantity?.maximum ?? null,
          minimum: one.adjustable_quantity?.minimum ?? 1,
        },
      })) ?? [];
  if (later) update.schedule_at_period_end = { conditions: later.conditions ?? [] };
}

function changeFeatures(features: Features, given: FeatureParameters): void {
  const { customer_update: customer, payment_method_update: card } = given;
  if (customer?.enabled !== undefined) features.customer_update.enabled = customer.enabled;
  if (customer?.allowed_updates !== undefined)
    features.customer_update.allowed_updates = customer.allowed_updates ?? [];
  if (given.invoice_history) features.invoice_history.enabled = given.invoice_history.enabled;
  if (card) Object.assign(features.payment_method_update, givenOf(card));
  if (given.subscription_cancel)
    changeCancel(features.subscription_cancel, given.subscription_cancel);
  const pause = given.subscription_pause;
  if (pause?.enabled !== undefined) features.subscription_pause.enabled = pause.enabled;
  if (pause?.duration)
    features.subscription_pause.duration = {
      type: pause.duration.type,
      interval_options: (pause.duration.interval_options ?? []).map((one) => ({
        interval: one.interval,
        interval_count: one.interval_count ?? 1,
      })),
    };
  if (given.subscription_update)
    changeUpdate(features.subscription_update, given.subscription_update);
}

/** Writes what was given onto a configuration; what was not stays. */
export function changeConfiguration(
  configuration: Configuration,
  given: ConfigurationParameters,
): void {
  const { business_profile: business, default_return_url, name, login_page: login } = given;
  Object.assign(configuration.business_profile, givenOf(business ?? {}));
  Object.assign(configuration, givenOf({ default_return_url, name }));
  if (login) configuration.login_page.enabled = login.enabled;
  if (given.features) changeFeatures(configuration.features, given.features);
  configuration.metadata = mergeMetadata(configuration.metadata, given.metadata);
}

/** A new portal configuration, kept and told of. */
export function createConfiguration(
  work: Work,
  given: ConfigurationParameters,
  isDefault = false,
): Configuration {
  const configuration: Configuration = {
    id: newStripeId('bpc_1', 23).replace('bpc_1_', 'bpc_1'),
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    created: work.at,
    default_return_url: null,
    features: nothing(),
    is_default: isDefault,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: {},
    name: null,
    updated: work.at,
  };
  changeConfiguration(configuration, given);
  work.save('billing_portal.configuration', configuration);
  work.emit('billing_portal.configuration.created', configuration);
  return configuration;
}

/** What Stripe's dashboard offers when the portal is first switched on there. */
const asSwitchedOn: ConfigurationParameters = {
  features: {
    customer_update: { enabled: true, allowed_updates: ['email', 'address', 'phone', 'tax_id'] },
    invoice_history: { enabled: true },
    payment_method_update: { enabled: true },
    subscription_cancel: {
      enabled: true,
      mode: 'at_period_end',
      cancellation_reason: {
        enabled: true,
        options: [
          'too_expensive',
          'missing_features',
          'switched_service',
          'unused',
          'other',
          'too_complex',
          'low_quality',
          'customer_service',
        ],
      },
    },
  },
};

/** The account's own configuration, for sessions that name none. It is made when it is first needed. */
export async function defaultConfiguration(work: Work): Promise<Configuration> {
  const { data } = await work.list('billing_portal.configuration', {
    all: ['is_default:true'],
    limit: 1,
  });
  return data[0] ?? createConfiguration(work, asSwitchedOn, true);
}

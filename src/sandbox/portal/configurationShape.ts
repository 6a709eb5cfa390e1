import type { z } from 'zod';
import {
  choice,
  clearable,
  fields,
  flag,
  integerFrom,
  list,
  metadata,
  text,
  textUpTo,
  url,
  withoutEffect,
} from '../wire/parameters.ts';

export const reasons = [
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
] as const;

const prorations = choice('always_invoice', 'create_prorations', 'none');

const duration = fields({
  type: choice('indefinite', 'interval_options'),
  interval_options: clearable(
    list(
      fields({
        interval: choice('day', 'week', 'month', 'year'),
        interval_count: integerFrom(1).optional(),
      }),
    ),
  ).optional(),
});

const product = fields({
  product: text,
  prices: list(text),
  adjustable_quantity: fields({
    enabled: flag,
    maximum: integerFrom(1).optional(),
    minimum: integerFrom(0).optional(),
  }).optional(),
});

const subscriptionUpdate = fields({
  enabled: flag.optional(),
  billing_cycle_anchor: choice('now', 'unchanged').optional(),
  default_allowed_updates: clearable(
    list(choice('price', 'promotion_code', 'quantity')),
  ).optional(),
  products: clearable(list(product, 10)).optional(),
  proration_behavior: prorations.optional(),
  schedule_at_period_end: fields({
    conditions: clearable(
      list(fields({ type: choice('decreasing_item_amount', 'shortening_interval') })),
    ).optional(),
  }).optional(),
  trial_update_behavior: choice('continue_trial', 'end_trial').optional(),
});

const features = fields({
  customer_update: fields({
    enabled: flag.optional(),
    allowed_updates: clearable(
      list(choice('address', 'email', 'name', 'phone', 'shipping', 'tax_id')),
    ).optional(),
  }).optional(),
  invoice_history: fields({ enabled: flag }).optional(),
  payment_method_update: fields({
    enabled: flag,
    payment_method_configuration: clearable(text).optional(),
  }).optional(),
  subscription_cancel: fields({
    enabled: flag.optional(),
    mode: choice('at_period_end', 'immediately').optional(),
    proration_behavior: prorations.optional(),
    cancellation_reason: fields({
      enabled: flag,
      options: clearable(list(choice(...reasons))).optional(),
      ...withoutEffect('feedback_options'),
    }).optional(),
  }).optional(),
  subscription_pause: fields({
    enabled: flag.optional(),
    duration: duration.optional(),
  }).optional(),
  subscription_update: subscriptionUpdate.optional(),
});

/** Parameters of a portal configuration, new or changed. */
export const configurationShape = {
  business_profile: fields({
    headline: clearable(textUpTo(60)).optional(),
    privacy_policy_url: clearable(url).optional(),
    terms_of_service_url: clearable(url).optional(),
  }).optional(),
  default_return_url: clearable(url).optional(),
  features: features.optional(),
  login_page: fields({ enabled: flag }).optional(),
  metadata: metadata.optional(),
  name: clearable(textUpTo(100)).optional(),
};

export type ConfigurationParameters = z.output<
  z.ZodObject<typeof configurationShape, z.core.$strict>
>;
export type FeatureParameters = NonNullable<ConfigurationParameters['features']>;

import { z } from 'zod';
import {
  choice,
  clearable,
  currency,
  fields,
  flag,
  integerFrom,
  list,
  metadata,
  text,
  textUpTo,
  timestamp,
  withoutEffect,
} from '../wire/parameters.ts';
import { itemShape } from './itemPrices.ts';
import { cancelAt } from './subscriptionEnds.ts';

export const trialSettings = fields({
  end_behavior: fields({
    missing_payment_method: choice('cancel', 'create_invoice', 'pause'),
  }).transform((behavior) => ({ billing_cycle_anchor: null, ...behavior })),
});

export const newSubscriptionShape = {
  customer: text,
  items: list(itemShape, 20),
  billing_mode: fields({
    type: choice('classic', 'flexible'),
    ...withoutEffect('flexible'),
  }).optional(),
  cancel_at: cancelAt.optional(),
  cancel_at_period_end: flag.optional(),
  collection_method: choice('charge_automatically', 'send_invoice').optional(),
  currency: currency.optional(),
  days_until_due: integerFrom(0).optional(),
  default_payment_method: text.optional(),
  description: textUpTo(500).optional(),
  metadata: metadata.optional(),
  off_session: flag.optional(),
  payment_behavior: choice(
    'allow_incomplete',
    'default_incomplete',
    'error_if_incomplete',
    'pending_if_incomplete',
  ).optional(),
  proration_behavior: choice('always_invoice', 'create_prorations', 'none').optional(),
  trial_end: z.union([z.literal('now'), timestamp]).optional(),
  trial_period_days: integerFrom(0).optional(),
  trial_settings: trialSettings.optional(),
  payment_settings: fields({
    save_default_payment_method: choice('off', 'on_subscription').optional(),
    ...withoutEffect('payment_method_options', 'payment_method_types'),
  }).optional(),
  expand: clearable(z.unknown()).optional(),
};

export type NewSubscription = z.output<z.ZodObject<typeof newSubscriptionShape, z.core.$strict>>;

import type { z } from 'zod';
import { inlineTerms } from '../catalogue/prices.ts';
import {
  choice,
  clearable,
  currency,
  email,
  fields,
  flag,
  integerFrom,
  list,
  metadata,
  text,
  textUpTo,
  timestamp,
  url,
  withoutEffect,
} from '../wire/parameters.ts';

const locales =
  'auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW'.split(
    ' ',
  ) as [string, ...string[]];

const productData = fields({
  name: textUpTo(250),
  description: text.optional(),
  images: list(url, 8).optional(),
  metadata: metadata.optional(),
  unit_label: textUpTo(12).optional(),
  ...withoutEffect('tax_code', 'tax_details'),
});

export const lineItem = fields({
  price: text.optional(),
  price_data: fields({
    ...inlineTerms,
    product: text.optional(),
    product_data: productData.optional(),
  }).optional(),
  quantity: integerFrom(1).optional(),
  metadata: metadata.optional(),
  ...withoutEffect('adjustable_quantity', 'tax_rates'),
});

const message = fields({ message: textUpTo(1200) });

const paymentIntentData = fields({
  capture_method: choice('automatic', 'automatic_async', 'manual').optional(),
  description: text.optional(),
  metadata: metadata.optional(),
  receipt_email: email.optional(),
  setup_future_usage: choice('off_session', 'on_session').optional(),
  statement_descriptor: textUpTo(22).optional(),
  statement_descriptor_suffix: textUpTo(22).optional(),
  ...withoutEffect('shipping', 'transfer_group'),
});

const subscriptionData = fields({
  billing_mode: fields({
    type: choice('classic', 'flexible'),
    ...withoutEffect('flexible'),
  }).optional(),
  description: textUpTo(500).optional(),
  metadata: metadata.optional(),
  trial_end: timestamp.optional(),
  trial_period_days: integerFrom(1).optional(),
  proration_behavior: choice('none', 'create_prorations').optional(),
  ...withoutEffect('invoice_settings', 'trial_settings'),
});

/** Known to Stripe, taken by the schema, and then refused by name. */
export const notModelledParameters = [
  'custom_fields',
  'discounts',
  'optional_items',
  'managed_payments',
  'permissions',
  'redirect_on_completion',
  'return_url',
  'setup_intent_data',
  'shipping_address_collection',
  'shipping_options',
  'tax_id_collection',
  'customer_account',
] as const;

/** Parameters of a new Checkout Session. Those that would change what is charged and are not modelled are refused elsewhere. */
export const sessionShape = {
  mode: choice('payment', 'subscription', 'setup'),
  ui_mode: choice('hosted_page', 'embedded_page', 'elements', 'form').optional(),
  line_items: list(lineItem, 100).optional(),
  success_url: url.optional(),
  cancel_url: url.optional(),
  client_reference_id: textUpTo(200).optional(),
  currency: currency.optional(),
  customer: text.optional(),
  customer_email: email.optional(),
  customer_creation: choice('always', 'if_required').optional(),
  expires_at: timestamp.optional(),
  after_expiration: fields({
    recovery: fields({ enabled: flag, allow_promotion_codes: flag.optional() }).optional(),
  }).optional(),
  locale: choice(...locales).optional(),
  metadata: metadata.optional(),
  payment_intent_data: paymentIntentData.optional(),
  subscription_data: subscriptionData.optional(),
  submit_type: choice('auto', 'book', 'donate', 'pay', 'subscribe').optional(),
  billing_address_collection: choice('auto', 'required').optional(),
  consent_collection: fields({
    promotions: choice('auto', 'none').optional(),
    terms_of_service: choice('none', 'required').optional(),
    ...withoutEffect('payment_method_reuse_agreement'),
  }).optional(),
  custom_text: fields({
    after_submit: clearable(message).optional(),
    submit: clearable(message).optional(),
    shipping_address: clearable(message).optional(),
    terms_of_service_acceptance: clearable(message).optional(),
  }).optional(),
  payment_method_types: list(text).optional(),
  allowed_payment_method_types: list(text).optional(),
  excluded_payment_method_types: list(text).optional(),
  payment_method_collection: choice('always', 'if_required').optional(),
  allow_promotion_codes: flag.optional(),
  adaptive_pricing: fields({ enabled: flag.optional() }).optional(),
  branding_settings: fields({
    display_name: text.optional(),
    ...withoutEffect(
      'background_color',
      'border_style',
      'button_color',
      'font_family',
      'icon',
      'logo',
    ),
  }).optional(),
  automatic_tax: fields({ enabled: flag, ...withoutEffect('liability') }).optional(),
  integration_identifier: text.optional(),
  invoice_creation: fields({ enabled: flag, ...withoutEffect('invoice_data') }).optional(),
  origin_context: choice('mobile_app', 'web').optional(),
  phone_number_collection: fields({ enabled: flag }).optional(),
  ...withoutEffect(
    'customer_update',
    'payment_method_configuration',
    'payment_method_data',
    'payment_method_options',
    'saved_payment_method_options',
    'wallet_options',
    'name_collection',
  ),
  ...withoutEffect(...notModelledParameters),
};

export type SessionParameters = z.output<z.ZodObject<typeof sessionShape, z.core.$strict>>;
export type LineItemParameters = z.output<typeof lineItem>;

import { z } from 'zod';
import { newMethodShape } from '../people/newMethod.ts';
import {
  address,
  choice,
  clearable,
  currency,
  email,
  fields,
  flag,
  integerFrom,
  list,
  metadata,
  ownKey,
  text,
  textUpTo,
  toAddress,
  url,
  withoutEffect,
} from '../wire/parameters.ts';

/** Known to Stripe, taken by the schema, and then refused by name. */
export const notModelledOfIntents = [
  'application_fee_amount',
  'confirmation_token',
  'customer_account',
  'on_behalf_of',
  'transfer_data',
] as const;

export const shippingShape = fields({
  address,
  name: text,
  carrier: text.optional(),
  phone: text.optional(),
  tracking_number: text.optional(),
});

/** Shipping details as objects hold them. */
export const toShipping = (given: z.output<typeof shippingShape>) => ({
  address: toAddress(given.address),
  carrier: given.carrier ?? null,
  name: given.name,
  phone: given.phone ?? null,
  tracking_number: given.tracking_number ?? null,
});

/** What intents to pay and to set up take alike. */
export const sharedTerms = {
  allowed_payment_method_types: clearable(list(text)).optional(),
  customer: text.optional(),
  description: text.optional(),
  excluded_payment_method_types: clearable(list(text)).optional(),
  metadata: metadata.optional(),
  payment_method: text.optional(),
  payment_method_data: fields({ ...newMethodShape, ...withoutEffect('radar_options') }).optional(),
  payment_method_types: list(text).optional(),
  ...withoutEffect('payment_method_configuration', 'payment_method_options'),
  ...withoutEffect(...notModelledOfIntents),
};

/** How the person is brought to their bank, and back. */
export const returnTerms = {
  return_url: url.optional(),
  ...withoutEffect('use_stripe_sdk', 'mandate', 'mandate_data', 'radar_options'),
};

export const automaticMethods = fields({
  enabled: flag,
  allow_redirects: choice('always', 'never').optional(),
});

const terms = {
  ...sharedTerms,
  capture_method: choice('automatic', 'automatic_async', 'manual').optional(),
  receipt_email: clearable(email).optional(),
  setup_future_usage: clearable(choice('off_session', 'on_session')).optional(),
  shipping: clearable(shippingShape).optional(),
  statement_descriptor: textUpTo(22).optional(),
  statement_descriptor_suffix: textUpTo(22).optional(),
  transfer_group: ownKey.optional(),
  ...withoutEffect('amount_details', 'hooks', 'payment_details'),
};

const confirmTerms = {
  ...returnTerms,
  error_on_requires_action: flag.optional(),
  off_session: z.union([flag, choice('one_off', 'recurring')]).optional(),
};

export const newIntentShape = {
  ...terms,
  ...confirmTerms,
  amount: integerFrom(1),
  currency,
  automatic_payment_methods: automaticMethods.optional(),
  confirm: flag.optional(),
  confirmation_method: choice('automatic', 'manual').optional(),
};

export const intentChangeShape = {
  ...terms,
  amount: integerFrom(1).optional(),
  currency: currency.optional(),
};

const { customer: _, ...confirmable } = terms;

export const confirmShape = {
  ...confirmable,
  ...confirmTerms,
  client_secret: text.optional(),
};

type Read<S extends z.ZodRawShape> = z.output<z.ZodObject<S, z.core.$strict>>;
export type NewIntent = Read<typeof newIntentShape>;
export type IntentChange = Read<typeof intentChangeShape>;
/** What a confirmation may say, whether it comes by itself or with the creation. */
export type Confirmation = Omit<Read<typeof confirmShape>, 'client_secret'>;

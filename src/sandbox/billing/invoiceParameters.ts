import type { z } from 'zod';
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

/** Known to Stripe, taken by the schema, and then refused by name. */
export const notModelledOfInvoices = [
  'application_fee_amount',
  'customer_account',
  'default_source',
  'default_tax_rates',
  'discounts',
  'from_invoice',
  'on_behalf_of',
  'shipping_cost',
  'subscription',
  'transfer_data',
] as const;

const customField = fields({ name: textUpTo(40), value: textUpTo(140) });

export const invoiceChangeShape = {
  auto_advance: flag.optional(),
  automatically_finalizes_at: timestamp.optional(),
  collection_method: choice('charge_automatically', 'send_invoice').optional(),
  custom_fields: clearable(list(customField, 4)).optional(),
  days_until_due: integerFrom(0).optional(),
  default_payment_method: text.optional(),
  description: text.optional(),
  due_date: timestamp.optional(),
  effective_at: clearable(timestamp).optional(),
  footer: text.optional(),
  metadata: metadata.optional(),
  number: clearable(textUpTo(26)).optional(),
  statement_descriptor: textUpTo(22).optional(),
  ...withoutEffect('account_tax_ids', 'automatic_tax', 'issuer', 'payment_settings'),
  ...withoutEffect('rendering', 'shipping_details'),
  ...withoutEffect(...notModelledOfInvoices),
};

export const newInvoiceShape = {
  ...invoiceChangeShape,
  currency: currency.optional(),
  customer: text,
  pending_invoice_items_behavior: choice('exclude', 'include').optional(),
};

type Read<S extends z.ZodRawShape> = z.output<z.ZodObject<S, z.core.$strict>>;
export type InvoiceChange = Read<typeof invoiceChangeShape>;
export type NewInvoice = Read<typeof newInvoiceShape>;

import type { z } from 'zod';
import type { Stripe } from '../../ground/stripe.ts';
import { changesOf, givenOf } from '../store/changesOf.ts';
import type { Work } from '../store/work.ts';
import { refuseNotModelled } from '../wire/apiError.ts';
import { listRoute } from '../wire/listRoute.ts';
import {
  address,
  choice,
  clearable,
  email,
  fields,
  list,
  mergeMetadata,
  metadata,
  text,
  textUpTo,
  toAddress,
  withoutEffect,
} from '../wire/parameters.ts';
import { deleteRoute, getRoute, postRoute, type Route } from '../wire/route.ts';
import { buildCustomer } from './customers.ts';
import { deleteCustomer } from './deleteCustomer.ts';
import { onClockOf } from './onClock.ts';
import { attachPaymentMethod, checkUsable, readyPaymentMethod } from './paymentMethods.ts';

const notHere = ['balance', 'cash_balance', 'coupon', 'promotion_code', 'tax_id_data'] as const;

const shape = {
  address: clearable(address).optional(),
  description: clearable(text).optional(),
  email: clearable(email).optional(),
  invoice_settings: fields({
    default_payment_method: clearable(text).optional(),
    footer: clearable(text).optional(),
    ...withoutEffect('custom_fields', 'rendering_options'),
  }).optional(),
  metadata: metadata.optional(),
  name: clearable(textUpTo(256)).optional(),
  phone: clearable(textUpTo(20)).optional(),
  preferred_locales: list(text, 10).optional(),
  shipping: clearable(
    fields({ address, name: text, phone: clearable(text).optional() }),
  ).optional(),
  tax_exempt: clearable(choice('exempt', 'none', 'reverse')).optional(),
  ...withoutEffect('tax', 'validate', 'business_name', 'individual_name'),
  // Taken by the schema and then refused by name.
  ...withoutEffect(...notHere),
};

type Given = z.output<z.ZodObject<typeof shape, z.core.$strict>>;

/** Writes what was given onto a customer. @throws ApiError where the payment method is not theirs */
async function change(work: Work, customer: Stripe.Customer, given: Given): Promise<void> {
  refuseNotModelled(given, notHere);
  const { address: home, shipping, invoice_settings: invoices, metadata: more } = given;
  const { description, email: mail, name, phone, preferred_locales, tax_exempt } = given;
  Object.assign(
    customer,
    givenOf({ description, email: mail, name, phone, preferred_locales, tax_exempt }),
  );
  if (home !== undefined) customer.address = home && toAddress(home);
  if (shipping !== undefined)
    customer.shipping = shipping && {
      address: toAddress(shipping.address),
      name: shipping.name,
      phone: shipping.phone ?? null,
    };
  if (invoices?.footer !== undefined) customer.invoice_settings.footer = invoices.footer;
  const method = invoices?.default_payment_method;
  const at = 'invoice_settings[default_payment_method]';
  if (method) await checkUsable(work, await work.need('payment_method', method, at));
  if (method !== undefined) customer.invoice_settings.default_payment_method = method;
  customer.metadata = mergeMetadata(customer.metadata, more);
}

const path = '/v1/customers';

export const customerRoutes: readonly Route[] = [
  postRoute(
    path,
    {
      ...shape,
      payment_method: text.optional(),
      source: text.optional(),
      test_clock: text.optional(),
      invoice_prefix: textUpTo(12).optional(),
    },
    async (work, given) => {
      const clock =
        given.test_clock &&
        (await work.need('test_helpers.test_clock', given.test_clock, 'test_clock'));
      const at = clock ? work.atTime(clock.frozen_time, clock.id) : work;
      const customer = buildCustomer(at, { test_clock: given.test_clock ?? null });
      if (given.invoice_prefix) customer.invoice_prefix = given.invoice_prefix.toUpperCase();
      const card = given.payment_method ?? given.source;
      const method =
        card && (await readyPaymentMethod(at, card, given.source ? 'source' : 'payment_method'));
      if (method && given.source) customer.invoice_settings.default_payment_method = method.id;
      const { invoice_settings: invoices, ...rest } = given;
      // A name such as pm_card_visa means, both times, the one that was made of it.
      const isSame = invoices?.default_payment_method === card && method;
      const settings = isSame ? { ...invoices, default_payment_method: method.id } : invoices;
      await change(at, customer, { ...rest, ...(!given.source && { invoice_settings: settings }) });
      work.save('customer', customer);
      at.emit('customer.created', customer);
      if (method) attachPaymentMethod(at, method, customer.id);
      return customer;
    },
  ),
  getRoute(`${path}/:id`, {}, async (work, _given, { path: { id } }) => {
    const found = (await work.findAny([id!])).get(id!);
    return found?.object === 'customer' ? found : work.need('customer', id!);
  }),
  postRoute(
    `${path}/:id`,
    { ...shape, source: text.optional() },
    async (wall, given, { path: { id } }) => {
      const customer = await wall.need('customer', id!);
      const work = await onClockOf(wall, customer.id);
      const before = structuredClone(customer);
      await change(work, customer, given);
      if (given.source) {
        const method = await readyPaymentMethod(work, given.source, 'source');
        attachPaymentMethod(work, method, customer.id);
        customer.invoice_settings.default_payment_method = method.id;
      }
      work.save('customer', customer);
      work.emit('customer.updated', customer, changesOf(before, customer));
      return customer;
    },
  ),
  deleteRoute(`${path}/:id`, {}, async (wall, _given, { path: { id } }) => {
    const customer = await wall.need('customer', id!);
    return deleteCustomer(await onClockOf(wall, customer.id), customer);
  }),
  listRoute(path, 'customer', {
    shape: { email: email.optional(), test_clock: text.optional() },
    facts: ['email', 'test_clock'],
  }),
];

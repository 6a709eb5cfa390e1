import type { Stripe } from '../../ground/stripe.ts';
import { onClockOf } from '../people/onClock.ts';
import { givenOf } from '../store/changesOf.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { ApiError, invalidParameter, refuseNotModelled } from '../wire/apiError.ts';
import { listRoute } from '../wire/listRoute.ts';
import {
  currency,
  fields,
  flag,
  mergeMetadata,
  metadata,
  text,
  timestamp,
  withoutEffect,
} from '../wire/parameters.ts';
import { deleteRoute, getRoute, postRoute, type Route } from '../wire/route.ts';
import { changeDraft, putOnDraft, takeOffDraft } from './draftLines.ts';
import { buildInvoiceItem, termsOn } from './invoiceItems.ts';
import { itemTermsOf, itemTermsShape } from './itemTerms.ts';

const path = '/v1/invoiceitems';
const notHere = ['discounts', 'subscription', 'tax_rates', 'customer_account'] as const;

const shape = {
  ...itemTermsShape,
  description: text.optional(),
  discountable: flag.optional(),
  metadata: metadata.optional(),
  period: fields({ start: timestamp, end: timestamp }).optional(),
  ...withoutEffect('tax_behavior', 'tax_code', 'invoicing_rules'),
  ...withoutEffect(...notHere),
};

/** The draft that an item is to stand on. @throws ApiError where it is no draft */
async function draftOf(work: Work, id: string, param?: string): Promise<Stripe.Invoice> {
  const invoice = await work.need('invoice', id, param);
  if (invoice.status === 'draft') return invoice;
  throw new ApiError({
    code: 'invoice_not_editable',
    ...(param && { param }),
    message: `You can't change the items of invoice ${id}, because it is no longer a draft.`,
  });
}

/** An item, the draft that it stands on if it does, and the work at its customer's time. */
async function find(wall: Work, { id }: Readonly<Record<string, string>>) {
  const item = await wall.need('invoiceitem', id!);
  const work = await onClockOf(wall, idOf(item.customer));
  const on = idOf(item.invoice);
  return { work, item, draft: on === null ? undefined : await draftOf(work, on) };
}

export const invoiceItemRoutes: readonly Route[] = [
  postRoute(
    path,
    {
      ...shape,
      currency: currency.optional(),
      customer: text.optional(),
      invoice: text.optional(),
    },
    async (wall, given) => {
      refuseNotModelled(given, notHere);
      const draft = given.invoice ? await draftOf(wall, given.invoice, 'invoice') : undefined;
      const owner = given.customer ?? idOf(draft?.customer);
      if (owner === null)
        throw invalidParameter(
          'customer',
          'Missing required param: customer.',
          'parameter_missing',
        );
      const customer = await wall.need('customer', owner, 'customer');
      if (draft && draft.customer !== customer.id)
        throw invalidParameter('invoice', 'The invoice belongs to another customer.');
      const work = await onClockOf(wall, customer.id);
      const fallback = draft?.currency ?? customer.currency ?? 'usd';
      const terms = (await itemTermsOf(work, given, fallback)) ?? {
        amount: 0,
        currency: given.currency ?? fallback,
        quantity: 1,
        price: null,
      };
      const product = terms.price && (await work.find('product', idOf(terms.price.product)));
      const item = buildInvoiceItem(work, {
        customer,
        terms,
        invoice: draft?.id ?? null,
        description: given.description ?? product?.name ?? null,
        discountable: given.discountable,
        metadata: mergeMetadata(null, given.metadata),
        period: given.period,
      });
      work.save('invoiceitem', item);
      work.emit('invoiceitem.created', item);
      if (draft) changeDraft(work, draft, () => putOnDraft(draft, [item]));
      return item;
    },
  ),
  getRoute(`${path}/:id`, {}, (work, _given, call) => work.need('invoiceitem', call.path.id!)),
  postRoute(`${path}/:id`, shape, async (wall, given, call) => {
    refuseNotModelled(given, notHere);
    const { work, item, draft } = await find(wall, call.path);
    const terms = await itemTermsOf(work, given, item.currency);
    const { description, discountable, period } = given;
    Object.assign(item, terms && termsOn(terms), givenOf({ description, discountable, period }));
    item.metadata = mergeMetadata(item.metadata, given.metadata);
    work.save('invoiceitem', item);
    if (draft) changeDraft(work, draft, () => putOnDraft(draft, [item]));
    return item;
  }),
  deleteRoute(`${path}/:id`, {}, async (wall, _given, call) => {
    const { work, item, draft } = await find(wall, call.path);
    if (draft) changeDraft(work, draft, () => takeOffDraft(draft, item.id));
    work.emit('invoiceitem.deleted', item);
    return work.remove('invoiceitem', item.id);
  }),
  listRoute(path, 'invoiceitem', {
    shape: {
      customer: text.optional(),
      invoice: text.optional(),
      pending: flag.optional(),
    },
    facts: ['customer', 'invoice', 'pending'],
  }),
];

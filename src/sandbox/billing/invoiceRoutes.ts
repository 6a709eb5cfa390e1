import type { Stripe } from '../../ground/stripe.ts';
import { onClockOf } from '../people/onClock.ts';
import { changesOf } from '../store/changesOf.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { ApiError } from '../wire/apiError.ts';
import { cursors, listRoute, pageOfParts } from '../wire/listRoute.ts';
import { choice, flag, range, text } from '../wire/parameters.ts';
import { deleteRoute, getRoute, postRoute, type Route } from '../wire/route.ts';
import { writeOntoInvoice } from './changeInvoice.ts';
import { finalizeInvoice } from './collect.ts';
import { cancelIntentOf, markUncollectible, voidInvoice } from './invoiceEnds.ts';
import { invoiceChangeShape, newInvoiceShape } from './invoiceParameters.ts';
import { makeInvoice } from './newInvoice.ts';
import { payInvoice, payShape } from './payInvoice.ts';
import { draftSeconds } from './renewalTimes.ts';

const path = '/v1/invoices';

/** The invoice that the address names, with the work at its customer's time. */
async function find(wall: Work, { id }: Readonly<Record<string, string>>) {
  const invoice = await wall.need('invoice', id!);
  return { invoice, work: await onClockOf(wall, idOf(invoice.customer)) };
}

const refuseState = ({ status }: Stripe.Invoice, verb: string): never => {
  throw new ApiError({
    message: `This invoice cannot be ${verb}, because its status is ${status}.`,
  });
};

/** With its lines go the items that stood on it. */
async function removeDraft(work: Work, invoice: Stripe.Invoice) {
  if (invoice.status !== 'draft' || invoice.parent?.subscription_details)
    refuseState(invoice, 'deleted: it is not a draft of its own');
  const { data } = await work.list('invoiceitem', { all: [`invoice:${invoice.id}`], limit: 100 });
  for (const { id } of data) work.remove('invoiceitem', id);
  work.emit('invoice.deleted', invoice);
  return work.remove('invoice', invoice.id);
}

async function send(work: Work, invoice: Stripe.Invoice): Promise<void> {
  if (invoice.collection_method !== 'send_invoice')
    throw new ApiError({
      message:
        'You can only manually send an invoice if its collection method is set to `send_invoice`.',
    });
  if (!invoice.customer_email)
    throw new ApiError({
      message:
        'Missing email. In order to create invoices that are sent to the customer, the customer must have a valid email.',
    });
  if (invoice.status === 'draft') await finalizeInvoice(work, invoice);
  else if (invoice.status !== 'open') refuseState(invoice, 'sent');
  work.emit('invoice.sent', invoice);
}

export const invoiceRoutes: readonly Route[] = [
  postRoute(path, newInvoiceShape, makeInvoice),
  getRoute(`${path}/:id`, {}, (work, _given, call) => work.need('invoice', call.path.id!)),
  postRoute(`${path}/:id`, invoiceChangeShape, async (wall, given, call) => {
    const { work, invoice } = await find(wall, call.path);
    const before = structuredClone(invoice);
    await writeOntoInvoice(work, invoice, given);
    work.save('invoice', invoice);
    work.emit('invoice.updated', invoice, changesOf(before, invoice));
    return invoice;
  }),
  deleteRoute(`${path}/:id`, {}, async (wall, _given, call) => {
    const { work, invoice } = await find(wall, call.path);
    return removeDraft(work, invoice);
  }),
  postRoute(
    `${path}/:id/finalize`,
    { auto_advance: flag.optional() },
    async (wall, given, call) => {
      const { work, invoice } = await find(wall, call.path);
      if (invoice.status !== 'draft') refuseState(invoice, 'finalized');
      if (given.auto_advance !== undefined) invoice.auto_advance = given.auto_advance;
      await finalizeInvoice(work, invoice);
      const collects = invoice.collection_method === 'charge_automatically';
      if (invoice.status === 'open' && invoice.auto_advance && collects) {
        invoice.next_payment_attempt = work.at + draftSeconds;
        work.schedule('invoice.retry', invoice.id, invoice.next_payment_attempt);
        work.save('invoice', invoice);
      }
      return invoice;
    },
  ),
  postRoute(`${path}/:id/pay`, payShape, async (wall, given, call) => {
    const { work, invoice } = await find(wall, call.path);
    await payInvoice(work, invoice, given);
    return invoice;
  }),
  postRoute(`${path}/:id/send`, {}, async (wall, _given, call) => {
    const { work, invoice } = await find(wall, call.path);
    await send(work, invoice);
    return invoice;
  }),
  postRoute(`${path}/:id/void`, {}, async (wall, _given, call) => {
    const { work, invoice } = await find(wall, call.path);
    if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
      refuseState(invoice, 'voided');
    await voidInvoice(work, invoice);
    await cancelIntentOf(work, invoice);
    return invoice;
  }),
  postRoute(`${path}/:id/mark_uncollectible`, {}, async (wall, _given, call) => {
    const { work, invoice } = await find(wall, call.path);
    if (invoice.status !== 'open') refuseState(invoice, 'marked as uncollectible');
    markUncollectible(work, invoice);
    return invoice;
  }),
  getRoute(`${path}/:id/lines`, cursors, async (work, given, call) => {
    const { lines } = await work.need('invoice', call.path.id!);
    return pageOfParts(lines.url, lines.data, given);
  }),
  listRoute(path, 'invoice', {
    shape: {
      customer: text.optional(),
      subscription: text.optional(),
      collection_method: choice('charge_automatically', 'send_invoice').optional(),
      status: choice('draft', 'open', 'paid', 'uncollectible', 'void').optional(),
      due_date: range.optional(),
    },
    facts: ['customer', 'subscription', 'status', 'collection_method'],
    query: ({ due_date: dueDate }) => ({ dueDate }),
  }),
];

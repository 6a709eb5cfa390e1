import type { Stripe } from '../../ground/stripe.ts';
import { onClockOf } from '../people/onClock.ts';
import type { Work } from '../store/work.ts';
import { writeOntoInvoice } from './changeInvoice.ts';
import { pendingItems, putOnDraft } from './draftLines.ts';
import type { NewInvoice } from './invoiceParameters.ts';
import { buildInvoice } from './invoices.ts';

/** Makes a draft as a request asks, with what waits for the customer's next invoice if it is to be included. */
export async function makeInvoice(wall: Work, given: NewInvoice): Promise<Stripe.Invoice> {
  const customer = await wall.need('customer', given.customer, 'customer');
  const work = await onClockOf(wall, customer.id);
  const waiting =
    given.pending_invoice_items_behavior === 'include' ? await pendingItems(work, customer.id) : [];
  const currency = given.currency ?? customer.currency ?? waiting[0]?.currency ?? 'usd';
  const items = waiting.filter((item) => item.currency === currency);
  const invoice = buildInvoice(work, {
    customer,
    currency,
    billingReason: 'manual',
    subscription: null,
    lines: [],
    period: { start: work.at, end: work.at },
    collectionMethod: given.collection_method,
    autoAdvance: false,
  });
  await writeOntoInvoice(work, invoice, given);
  putOnDraft(invoice, items);
  for (const item of items) {
    item.invoice = invoice.id;
    work.save('invoiceitem', item);
  }
  work.save('invoice', invoice);
  work.emit('invoice.created', invoice);
  return invoice;
}

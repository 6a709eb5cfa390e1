import type { Stripe } from '../../ground/stripe.ts';
import { changesOf } from '../store/changesOf.ts';
import type { Work } from '../store/work.ts';
import { invalidParameter } from '../wire/apiError.ts';
import { lineOfInvoiceItem } from './invoiceItems.ts';
import { buildLine, listOfLines, totalsOf } from './invoiceLines.ts';

const itemOf = (line: Stripe.InvoiceLineItem) => line.parent?.invoice_item_details?.invoice_item;

function setLines(invoice: Stripe.Invoice, lines: Stripe.InvoiceLineItem[]): void {
  invoice.lines = listOfLines(invoice.id, lines);
  Object.assign(invoice, totalsOf(lines));
}

/** Puts items onto a draft, each in place of the line it made before; the caller keeps both. @throws ApiError */
export function putOnDraft(invoice: Stripe.Invoice, items: readonly Stripe.InvoiceItem[]): void {
  let lines = invoice.lines.data;
  for (const item of items) {
    if (item.currency !== invoice.currency)
      throw invalidParameter(
        'currency',
        `The currency of the invoice item (${item.currency}) does not match the currency of the invoice (${invoice.currency}).`,
      );
    const line = buildLine(invoice.id, lineOfInvoiceItem(item));
    const earlier = lines.find((one) => itemOf(one) === item.id);
    lines = earlier
      ? lines.map((one) => (one === earlier ? { ...line, id: one.id } : one))
      : [line, ...lines];
  }
  setLines(invoice, lines);
}

/** Takes an item off a draft. */
export const takeOffDraft = (invoice: Stripe.Invoice, item: string): void =>
  setLines(
    invoice,
    invoice.lines.data.filter((line) => itemOf(line) !== item),
  );

/** Changes a draft and tells of it. */
export function changeDraft(work: Work, invoice: Stripe.Invoice, change: () => void): void {
  const before = structuredClone(invoice);
  change();
  work.save('invoice', invoice);
  work.emit('invoice.updated', invoice, changesOf(before, invoice));
}

/** What waits for a customer's next invoice, oldest first. */
export async function pendingItems(work: Work, customer: string): Promise<Stripe.InvoiceItem[]> {
  const { data } = await work.list('invoiceitem', {
    all: [`customer:${customer}`, 'pending:true'],
    limit: 100,
  });
  return data.reverse();
}

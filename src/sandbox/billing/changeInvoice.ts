import type { Stripe } from '../../ground/stripe.ts';
import { daySeconds } from '../payments/balanceTransactions.ts';
import { readyPaymentMethod } from '../people/paymentMethods.ts';
import { givenOf } from '../store/changesOf.ts';
import type { Work } from '../store/work.ts';
import { ApiError, invalidParameter, refuseNotModelled } from '../wire/apiError.ts';
import { mergeMetadata } from '../wire/parameters.ts';
import { type InvoiceChange, notModelledOfInvoices } from './invoiceParameters.ts';
import { draftSeconds } from './renewalTimes.ts';

/** Once an invoice is finalized, only these change. */
const always = ['auto_advance', 'description', 'expand', 'footer', 'metadata'];

function checkMayChange(invoice: Stripe.Invoice, given: InvoiceChange): void {
  if (invoice.status === 'draft') return;
  const late = Object.keys(givenOf(given)).find((name) => !always.includes(name));
  if (late)
    throw new ApiError({
      code: 'invoice_not_editable',
      param: late,
      message: `Finalized invoices can't be updated in this way: ${late}`,
    });
}

function setDue(invoice: Stripe.Invoice, given: InvoiceChange, at: number): void {
  const { due_date: due, days_until_due: days } = given;
  if (due !== undefined && days !== undefined)
    throw invalidParameter(
      'due_date',
      'You may only specify one of these parameters: due_date, days_until_due.',
    );
  const sends = invoice.collection_method === 'send_invoice';
  if ((due !== undefined || days !== undefined) && !sends)
    throw invalidParameter(
      days === undefined ? 'due_date' : 'days_until_due',
      'You can only specify when an invoice is due if its collection method is `send_invoice`.',
    );
  if (days !== undefined) invoice.due_date = at + days * daySeconds;
  if (due !== undefined) invoice.due_date = due;
  if (!sends) invoice.due_date = null;
  if (sends && invoice.due_date === null)
    throw invalidParameter(
      'days_until_due',
      'If the collection method is `send_invoice`, you must specify `days_until_due` or `due_date`.',
      'parameter_missing',
    );
}

/** A draft that advances by itself becomes due after an hour, or when it is told to. */
function setFinalizing(work: Work, invoice: Stripe.Invoice, given: InvoiceChange): void {
  if (given.auto_advance !== undefined) invoice.auto_advance = given.auto_advance;
  if (given.automatically_finalizes_at !== undefined) invoice.auto_advance = true;
  const asked = given.automatically_finalizes_at;
  if (invoice.status !== 'draft' || !invoice.auto_advance) {
    invoice.automatically_finalizes_at = null;
    return;
  }
  const at = asked ?? invoice.automatically_finalizes_at ?? work.at + draftSeconds;
  invoice.automatically_finalizes_at = at;
  work.schedule('invoice.finalize', invoice.id, at);
}

/** Writes what a request says onto an invoice; keeping it and telling of it is left to who asks. @throws ApiError */
export async function writeOntoInvoice(
  work: Work,
  invoice: Stripe.Invoice,
  given: InvoiceChange,
): Promise<void> {
  refuseNotModelled(given, notModelledOfInvoices);
  checkMayChange(invoice, given);
  const { collection_method, custom_fields, description, footer, number } = given;
  const { effective_at, statement_descriptor } = given;
  const said = { collection_method, custom_fields, description, footer, number };
  Object.assign(invoice, givenOf({ ...said, effective_at, statement_descriptor }));
  if (given.default_payment_method) {
    const name = 'default_payment_method';
    invoice[name] = (await readyPaymentMethod(work, given[name]!, name)).id;
  }
  if (invoice.status === 'draft') setDue(invoice, given, work.at);
  setFinalizing(work, invoice, given);
  invoice.metadata = mergeMetadata(invoice.metadata, given.metadata);
}

import { type Handler, idOf } from '../handler.ts';
import { invoice } from './invoice.ts';

/** An invoice was tied to the payment that pays it: the invoice knows all of them. */
export const invoicePayment: Handler = async (id, sources, about) => {
  const found = await sources.stripe.invoicePayments.retrieve(id);
  return invoice(idOf(found.invoice)!, sources, about);
};

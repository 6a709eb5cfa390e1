import type { Database } from '../../../ground/sql.ts';
import type { Stripe } from '../../../ground/stripe.ts';
import { intentOfInvoice } from '../../billing/payOnPage.ts';
import { onClockOf } from '../../people/onClock.ts';
import { idOf } from '../../store/objectTypes.ts';
import type { Transact } from '../../store/transact.ts';
import type { Work } from '../../store/work.ts';
import { accountOf } from '../accountOf.ts';

export interface OpenedInvoice {
  readonly invoice: Stripe.Invoice;
  readonly intent: Stripe.PaymentIntent | undefined;
}

/** Opens an invoice by the address that was given out for it. */
export function createOpenInvoice({
  database,
  transact,
}: {
  database: Database;
  transact: Transact;
}) {
  /** Works on it by the time of its customer's test clock. @returns undefined where the address is not its own */
  return async function openInvoice<T>(
    { id, token }: { readonly id: string; readonly token: string },
    use: (work: Work, opened: OpenedInvoice) => Promise<T>,
  ): Promise<T | undefined> {
    const account = await accountOf(database, 'invoice', id);
    if (account === undefined) return undefined;
    return transact.writing(account, async (wall) => {
      const invoice = await wall.need('invoice', id);
      if (!invoice.hosted_invoice_url?.endsWith(`/invoices/${id}/${token}`)) return undefined;
      const work = await onClockOf(wall, idOf(invoice.customer));
      return use(work, { invoice, intent: await intentOfInvoice(work, id) });
    });
  };
}

export type OpenInvoice = ReturnType<typeof createOpenInvoice>;

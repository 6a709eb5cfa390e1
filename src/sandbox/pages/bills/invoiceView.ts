import type { Stripe } from '../../../ground/stripe.ts';
import { methodFor } from '../../billing/dunning.ts';
import { isPayable } from '../../billing/payOnPage.ts';
import { idOf } from '../../store/objectTypes.ts';
import type { Work } from '../../store/work.ts';
import { fillIn } from '../copy/copy.ts';
import type { Voice } from '../copy/copyFor.ts';
import { merchantOf } from '../merchant.ts';
import { cardWords, dayWords, moneyWords } from '../words.ts';

/** What the hosted page says of an invoice, in the payer's language. */
export interface InvoiceView {
  readonly title: string;
  readonly merchant: string;
  readonly payer: string;
  readonly day: string;
  readonly lines: readonly { readonly name: string; readonly price: string }[];
  readonly total: string;
  /** What is to be paid: the total with what stands on the customer's balance. */
  readonly due: string;
  /** How it stands, where nothing is to be paid. */
  readonly state: string | null;
  /** The card that is kept for it; null where none is. */
  readonly savedCard: string | null;
  /** The last attempt failed because the person was not there. */
  readonly asksForPerson: boolean;
  readonly receipt: string | null;
}

function stateOf(invoice: Stripe.Invoice, voice: Voice): string | null {
  const { copy } = voice;
  const { paid_at: paidAt } = invoice.status_transitions;
  if (invoice.status === 'paid')
    return fillIn(copy.invoice.paidOn, { date: dayWords(paidAt ?? invoice.created, voice) });
  return isPayable(invoice) ? null : copy.invoice.void;
}

/** @param intent what pays it, where something has to */
export async function viewInvoice(
  work: Work,
  invoice: Stripe.Invoice,
  intent: Stripe.PaymentIntent | undefined,
  voice: Voice,
): Promise<InvoiceView> {
  const customer = idOf(invoice.customer);
  const { card } = (await methodFor(work, invoice)) ?? {};
  const charge = idOf(intent?.latest_charge);
  const merchant = await merchantOf(work, { customer, payment_intent: null }, voice.copy.sandbox);
  return {
    title: fillIn(voice.copy.invoice.title, { number: invoice.number ?? '' }),
    merchant,
    payer: invoice.customer_name ?? invoice.customer_email ?? '',
    day: dayWords(invoice.effective_at ?? invoice.created, voice),
    lines: invoice.lines.data.map((line) => ({
      // An amount never stands alone: it is at least known whose it is.
      name: line.description ?? invoice.description ?? merchant,
      price: moneyWords(line.amount, line.currency, voice),
    })),
    total: moneyWords(invoice.total, invoice.currency, voice),
    due: moneyWords(invoice.amount_due, invoice.currency, voice),
    state: stateOf(invoice, voice),
    savedCard: card ? cardWords(card, voice) : null,
    asksForPerson: intent?.last_payment_error?.code === 'authentication_required',
    receipt: charge ? ((await work.find('charge', charge))?.receipt_url ?? null) : null,
  };
}

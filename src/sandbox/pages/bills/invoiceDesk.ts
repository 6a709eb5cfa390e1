import type { Request, Response } from 'express';
import type { Stripe } from '../../../ground/stripe.ts';
import { isPayable, payInvoice } from '../../billing/payOnPage.ts';
import { attachPaymentMethod } from '../../people/paymentMethods.ts';
import { chargeTo } from '../../portal/newCard.ts';
import { idOf } from '../../store/objectTypes.ts';
import type { Work } from '../../store/work.ts';
import type { CardState } from '../cardFields.ts';
import { type CardValues, emptyValues } from '../cardForm.ts';
import { type Voice, voiceFor } from '../copy/copyFor.ts';
import { missingPage } from '../endings.ts';
import { refusedState } from '../refusal.ts';
import { invoicePage } from './invoicePage.ts';
import { viewInvoice } from './invoiceView.ts';
import type { OpenedInvoice, OpenInvoice } from './openInvoice.ts';

export type InvoiceRequest = Request<{ id: string; token: string }>;
export type Reply = (res: Response) => void;

/** An invoice that somebody looks at. */
export interface Look extends OpenedInvoice {
  readonly work: Work;
  readonly voice: Voice;
  /** Its own address. */
  readonly at: string;
}

/** A card that paid an invoice of a subscription is charged from now on, or its next renewal would fail again. */
async function keepCard(work: Work, invoice: Stripe.Invoice, method: Stripe.PaymentMethod) {
  if (!invoice.parent?.subscription_details || method.customer) return;
  const customer = await work.need('customer', idOf(invoice.customer)!);
  attachPaymentMethod(work, method, customer.id);
  await chargeTo(work, customer, method.id);
}

/** What the routes of an invoice have in common. */
export function createInvoiceDesk(open: OpenInvoice) {
  async function show(
    { work, invoice, intent, voice, at }: Look,
    state: CardState = { values: emptyValues, errors: {} },
    status = 200,
  ): Promise<Reply> {
    const view = await viewInvoice(work, invoice, intent, voice);
    return (res) => void res.status(status).send(invoicePage(view, { at, state }, voice));
  }

  return {
    show,

    async look(req: InvoiceRequest, res: Response, use: (look: Look) => Promise<Reply>) {
      const voice = voiceFor(null, req.get('accept-language'));
      const at = `/invoices/${req.params.id}/${req.params.token}`;
      const reply = await open(req.params, (work, opened) => use({ work, voice, at, ...opened }));
      if (reply) reply(res);
      else missingPage(req, res);
    },

    /** Tries a card: paid, on the way to the bank, or refused with the reason. */
    async pay(look: Look, method: Stripe.PaymentMethod, values: CardValues): Promise<Reply> {
      const { work, invoice, intent, voice, at } = look;
      if (!intent || !isPayable(invoice)) return show(look);
      const outcome = await payInvoice(work, intent, method);
      if (outcome.result === 'requires_action') return (res) => res.redirect(303, `${at}/bank`);
      if (outcome.result === 'declined')
        return show(look, refusedState(values, outcome.decline, voice.copy), 402);
      await keepCard(work, invoice, method);
      return (res) => res.redirect(303, at);
    },
    keepCard,
  };
}

export type InvoiceDesk = ReturnType<typeof createInvoiceDesk>;

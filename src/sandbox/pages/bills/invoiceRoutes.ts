import express, { Router } from 'express';
import type { Clock } from '../../../ground/clock.ts';
import { methodFor } from '../../billing/dunning.ts';
import { answerInvoiceForBank, isPayable } from '../../billing/payOnPage.ts';
import type { BankStep } from '../../payments/bankStep.ts';
import { declineOf, testCardOf } from '../../payments/testCards.ts';
import { createPaymentMethod } from '../../people/paymentMethods.ts';
import { decodeForm } from '../../wire/formDecode.ts';
import { bankPage } from '../bankPage.ts';
import {
  checkValues,
  emptyValues,
  filled,
  readExpiry,
  readValues,
  safeValues,
} from '../cardForm.ts';
import { fillIn } from '../copy/copy.ts';
import { protectPage, refuseForeignPosts } from '../protectPage.ts';
import { refusedState } from '../refusal.ts';
import { createInvoiceDesk, type InvoiceRequest, type Look, type Reply } from './invoiceDesk.ts';
import { viewInvoice } from './invoiceView.ts';
import type { OpenInvoice } from './openInvoice.ts';

const path = '/invoices/:id/:token';

const formOf = (req: InvoiceRequest) => decodeForm(typeof req.body === 'string' ? req.body : '');

/** The hosted page of an invoice: what it is for, and where it is due the way to pay it, 3-D Secure included. */
export function createInvoiceRoutes({ open, clock }: { open: OpenInvoice; clock: Clock }): Router {
  const router = Router();
  const desk = createInvoiceDesk(open);
  router.use('/invoices', express.text({ type: '*/*', limit: '32kb' }), protectPage);
  router.use('/invoices', refuseForeignPosts);

  async function payWithNewCard(look: Look, form: ReturnType<typeof formOf>): Promise<Reply> {
    const { work, invoice, voice } = look;
    const values = readValues(form);
    const wanted = typeof form.fill === 'string' ? testCardOf(form.fill) : undefined;
    const now = clock.now();
    if (wanted) return desk.show(look, { values: filled(values, wanted, now), errors: {} });
    const { copy } = voice;
    const errors = checkValues(values, { copy, now, needsEmail: false, needsTerms: false });
    if (Object.keys(errors).length > 0)
      return desk.show(look, { values: safeValues(values), errors }, 422);
    const card = testCardOf(values.number);
    const real = () => refusedState(values, declineOf('testModeLiveCard'), copy);
    if (!card) return desk.show(look, real(), 402);
    const { month: expMonth, year: expYear } = readExpiry(values.expiry)!;
    const facts = { card, expMonth, expYear, name: values.name, email: invoice.customer_email };
    return desk.pay(look, createPaymentMethod(work, facts), values);
  }

  router.get(path, (req: InvoiceRequest, res) => desk.look(req, res, (look) => desk.show(look)));

  router.post(path, (req: InvoiceRequest, res) =>
    desk.look(req, res, async (look) => {
      if (!isPayable(look.invoice)) return desk.show(look);
      const form = formOf(req);
      const saved = form.use === 'saved' && (await methodFor(look.work, look.invoice));
      return saved ? desk.pay(look, saved, emptyValues) : payWithNewCard(look, form);
    }),
  );

  router.get(`${path}/bank`, (req: InvoiceRequest, res) =>
    desk.look(req, res, async ({ work, invoice, intent, voice, at }) => {
      if (intent?.status !== 'requires_action') return (answer) => answer.redirect(303, at);
      const { merchant, total } = await viewInvoice(work, invoice, intent, voice);
      const text = fillIn(voice.copy.bank.text, { merchant, amount: total });
      return (answer) => void answer.send(bankPage({ text, action: `${at}/bank` }, voice));
    }),
  );

  router.post(`${path}/bank`, (req: InvoiceRequest, res) =>
    desk.look(req, res, async (look) => {
      const { work, invoice, intent, voice, at } = look;
      const step = intent && (await work.hiddenOf<BankStep>(intent.id));
      const isConfirmed = formOf(req).result === 'complete';
      const wasAsked = intent && (await answerInvoiceForBank(work, intent, isConfirmed));
      if (!wasAsked) return (answer) => answer.redirect(303, at);
      if (intent.status === 'succeeded') {
        await desk.keepCard(work, invoice, await work.need('payment_method', step!.method));
        return (answer) => answer.redirect(303, at);
      }
      const { declines } = voice.copy;
      const number = isConfirmed ? declines.generic : declines.authentication;
      return desk.show(look, { values: emptyValues, errors: { number }, isRefused: true }, 402);
    }),
  );

  // Here is no PDF: the page can be printed.
  router.get(`${path}/pdf`, (req: InvoiceRequest, res) =>
    res.redirect(303, `/invoices/${req.params.id}/${req.params.token}`),
  );
  return router;
}

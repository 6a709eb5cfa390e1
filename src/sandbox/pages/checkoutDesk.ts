import type { Request, Response } from 'express';
import type { Clock } from '../../ground/clock.ts';
import { attemptPayment } from '../checkout/attempt.ts';
import type { Outcome } from '../payments/confirm.ts';
import { testCardOf } from '../payments/testCards.ts';
import { createPaymentMethod } from '../people/paymentMethods.ts';
import type { CardState } from './cardFields.ts';
import { type CardValues, checkValues, type FieldErrors, payerOf, readExpiry } from './cardForm.ts';
import { checkoutPage } from './checkoutPage.ts';
import { type Voice, voiceFor } from './copy/copyFor.ts';
import { goOn, sendOver } from './endings.ts';
import type { OpenedSession, OpenSession } from './openSession.ts';
import { refusedState } from './refusal.ts';
import { viewSession } from './sessionView.ts';

export type SessionRequest = Request<{ id: string }>;

/** What the routes of Checkout's pages have in common. */
export function createCheckoutDesk({ open, clock }: { open: OpenSession; clock: Clock }) {
  const voiceOf = ({ session }: OpenedSession, req: SessionRequest): Voice =>
    voiceFor(session.locale, req.get('accept-language'));

  function show(req: SessionRequest, res: Response, opened: OpenedSession, state: CardState) {
    const voice = voiceOf(opened, req);
    const view = viewSession(opened.session, opened.hidden, voice, opened.customerEmail);
    res.send(checkoutPage(view, state, voice));
  }

  return {
    voiceOf,
    show,

    look: (req: SessionRequest) => open(req.params.id, async (_work, opened) => opened),

    faultsOf: (opened: OpenedSession, req: SessionRequest, values: CardValues): FieldErrors =>
      checkValues(values, {
        copy: voiceOf(opened, req).copy,
        now: clock.now(),
        needsEmail: opened.customerEmail === null,
        needsTerms: opened.session.consent_collection?.terms_of_service === 'required',
      }),

    /** One attempt with a test card. @returns undefined where the session was no longer open */
    pay: (id: string, values: CardValues): Promise<Outcome | undefined> =>
      open(id, async (work, { session, customerEmail }) => {
        if (session.status !== 'open') return undefined;
        const payer = payerOf(values, customerEmail);
        const { month: expMonth, year: expYear } = readExpiry(values.expiry)!;
        const card = testCardOf(values.number)!;
        const method = createPaymentMethod(work, { card, expMonth, expYear, ...payer });
        return attemptPayment(work, { session, method, payer, isAuthenticated: false });
      }),

    /** What the reader sees after an attempt: the next step, the way back, or the form with the reason. */
    async answer(
      req: SessionRequest,
      res: Response,
      outcome: Outcome | undefined,
      values: CardValues,
    ): Promise<void> {
      if (outcome?.result === 'requires_action')
        return res.redirect(303, `/c/pay/${req.params.id}/authenticate`);
      await open(req.params.id, async (_work, opened) => {
        const voice = voiceOf(opened, req);
        if (opened.session.status === 'complete') return goOn(res, opened.session);
        if (opened.session.status !== 'open') return sendOver(res, opened, voice);
        if (outcome?.result !== 'declined') throw new Error('an attempt came to nothing');
        res.status(402);
        show(req, res, opened, refusedState(values, outcome.decline, voice.copy));
      });
    },
  };
}

export type CheckoutDesk = ReturnType<typeof createCheckoutDesk>;

import type { Router } from 'express';
import { failAuthentication, passAuthentication } from '../checkout/authenticate.ts';
import { decodeForm } from '../wire/formDecode.ts';
import { bankPage } from './bankPage.ts';
import { emptyValues } from './cardForm.ts';
import type { CheckoutDesk, SessionRequest } from './checkoutDesk.ts';
import { fillIn } from './copy/copy.ts';
import { missingPage } from './endings.ts';
import type { OpenSession } from './openSession.ts';
import { viewSession } from './sessionView.ts';

/** The step at the bank: shown while a payment waits for it, and answered once. */
export function addBankRoutes(
  router: Router,
  { desk, open }: { desk: CheckoutDesk; open: OpenSession },
): void {
  router.get('/c/pay/:id/authenticate', async (req: SessionRequest, res) => {
    const opened = await desk.look(req);
    if (!opened) return missingPage(req, res);
    const { session, hidden } = opened;
    if (!hidden.waiting || session.status !== 'open')
      return res.redirect(303, `/c/pay/${session.id}`);
    const voice = desk.voiceOf(opened, req);
    const { amount, merchant } = viewSession(session, hidden, voice, null);
    const text = fillIn(voice.copy.bank.text, { amount, merchant });
    res.send(bankPage({ text, action: `/c/pay/${session.id}/authenticate` }, voice));
  });

  router.post('/c/pay/:id/authenticate', async (req: SessionRequest, res) => {
    const { result } = decodeForm(typeof req.body === 'string' ? req.body : '');
    const outcome = await open(req.params.id, async (work, { session }) => {
      if (session.status !== 'open') return undefined;
      if (result === 'complete') return passAuthentication(work, session);
      await failAuthentication(work, session);
      return undefined;
    });
    const opened = await desk.look(req);
    if (!opened) return missingPage(req, res);
    if (opened.session.status === 'open' && outcome === undefined)
      return res.redirect(303, `/c/pay/${opened.session.id}?bank=failed`);
    return desk.answer(req, res, outcome, emptyValues);
  });
}

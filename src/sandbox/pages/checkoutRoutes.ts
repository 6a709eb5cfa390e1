import express, { type Request, type Response, Router } from 'express';
import type { Clock } from '../../ground/clock.ts';
import { sameSecret } from '../../ground/secrets.ts';
import { recoverSession } from '../checkout/recover.ts';
import { declineOf, testCardOf } from '../payments/testCards.ts';
import { decodeForm, type Form } from '../wire/formDecode.ts';
import { addBankRoutes } from './bankRoutes.ts';
import { type CardValues, emptyValues, filled, readValues, safeValues } from './cardForm.ts';
import { type CheckoutDesk, createCheckoutDesk, type SessionRequest } from './checkoutDesk.ts';
import { goOn, missingPage, sendOver } from './endings.ts';
import type { OpenedSession, OpenSession } from './openSession.ts';
import { protectPage, refuseForeignPosts } from './protectPage.ts';
import { refusedState } from './refusal.ts';
import { style } from './style.ts';

const pageForm = (req: Request<{ id: string }>): Form =>
  decodeForm(typeof req.body === 'string' ? req.body : '');

/** The fields as the page first shows them. */
function firstValues({ session, hidden }: OpenedSession, failedAtBank: boolean): CardValues {
  const earlier = failedAtBank ? hidden.lastPayer : undefined;
  return {
    ...emptyValues,
    email: earlier?.email ?? session.customer_email ?? '',
    name: earlier?.name ?? '',
  };
}

async function takePayment(desk: CheckoutDesk, clock: Clock, req: SessionRequest, res: Response) {
  const opened = await desk.look(req);
  if (!opened) return missingPage(req, res);
  const voice = desk.voiceOf(opened, req);
  if (opened.session.status === 'complete') return goOn(res, opened.session);
  if (opened.session.status !== 'open') return sendOver(res, opened, voice);
  const form = pageForm(req);
  const values = readValues(form);
  const wanted = typeof form.fill === 'string' ? testCardOf(form.fill) : undefined;
  if (wanted)
    return desk.show(req, res, opened, { values: filled(values, wanted, clock.now()), errors: {} });
  const errors = desk.faultsOf(opened, req, values);
  if (Object.keys(errors).length > 0) {
    res.status(422);
    return desk.show(req, res, opened, { values: safeValues(values), errors });
  }
  if (!testCardOf(values.number)) {
    res.status(402);
    const decline = declineOf('testModeLiveCard');
    return desk.show(req, res, opened, refusedState(values, decline, voice.copy));
  }
  return desk.answer(req, res, await desk.pay(opened.session.id, values), values);
}

/** The address of an expired session that goes on with a copy of it. */
async function goOnWithExpired(
  open: OpenSession,
  desk: CheckoutDesk,
  req: SessionRequest,
  res: Response,
) {
  const { token } = req.params as { token?: string };
  const found = await open(req.params.id, async (work, opened) => {
    const isRight = token !== undefined && sameSecret(token, opened.hidden.recoveryToken ?? '');
    return isRight ? { opened, session: await recoverSession(work, opened.session) } : undefined;
  });
  if (!found) return missingPage(req, res);
  const { session, opened } = found;
  if (session?.status === 'open') return res.redirect(303, session.url!);
  const over = session ? { ...opened, session } : opened;
  return sendOver(res, over, desk.voiceOf(over, req), { isOver: true });
}

/** The pages of Checkout: the form, the step at the bank, and what stands there when a session is over. */
export function createCheckoutRoutes({ open, clock }: { open: OpenSession; clock: Clock }): Router {
  const router = Router();
  const desk = createCheckoutDesk({ open, clock });
  router.use('/c', express.text({ type: '*/*', limit: '32kb' }), protectPage, refuseForeignPosts);
  router.get('/c/style.css', (_req, res) => {
    res.set('cache-control', 'public, max-age=300').type('css').send(style);
  });
  router.get('/c/pay/:id', async (req: SessionRequest, res) => {
    const opened = await desk.look(req);
    if (!opened) return missingPage(req, res);
    const voice = desk.voiceOf(opened, req);
    if (opened.session.status !== 'open') return sendOver(res, opened, voice);
    const failed = req.query.bank === 'failed';
    const values = firstValues(opened, failed);
    const errors = failed ? { number: voice.copy.declines.authentication! } : {};
    desk.show(req, res, opened, { values, errors, isRefused: failed });
  });
  router.get('/c/recover/:id/:token', (req: SessionRequest, res) =>
    goOnWithExpired(open, desk, req, res),
  );
  router.post('/c/pay/:id', (req: SessionRequest, res) => takePayment(desk, clock, req, res));
  addBankRoutes(router, { desk, open });
  return router;
}

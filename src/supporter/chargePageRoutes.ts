import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { readBodies } from '../ground/bodies.ts';
import type { LetterWords } from '../ground/letterTexts.ts';
import { type Operation, page as pageAnswer } from '../ground/operation.ts';
import { nonceOf, pageSecurity } from '../ground/pageSecurity.ts';
import { Problem, type ProblemType } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import { type ChargeDeskDependencies, createChargeDesk } from './chargeDesk.ts';
import { chargeFields, typedClue } from './chargeForm.ts';
import { type ChargePageView, renderCharge } from './chargePage.ts';

export interface ChargePageDependencies extends ChargeDeskDependencies {
  readonly publishers: Publishers;
  readonly words: LetterWords;
}

/**
 * GET and POST of /:publisher/charge; mount at the root. Who does not know all three of amount, day and last digits gets
 * one and the same answer, and a few guesses only.
 */
export function chargePageRoutes(dependencies: ChargePageDependencies): Router {
  const { publishers, words } = dependencies;
  const desk = createChargeDesk(dependencies);
  const router = express.Router();

  function viewOf(req: Request, res: Response, publisher: Publisher): ChargePageView {
    const { locale: wanted } = req.query;
    const asked = typeof wanted === 'string' ? wanted : (req.acceptsLanguages()[0] ?? '*');
    const { locale, texts } = words(publisher, asked === '*' ? undefined : asked);
    const typed = typedClue((req.body ?? {}) as Record<string, unknown>);
    return { publisher, locale, texts, nonce: nonceOf(res), typed, faults: [] };
  }

  const show = (res: Response, view: ChargePageView, status = 200) => {
    res.status(status).set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    res.type('html').send(renderCharge(view));
  };

  const page = router.route('/:publisher/charge');
  page.all((req, _res, next) => next(publishers.has(req.params.publisher) ? undefined : 'route'));
  page.all(pageSecurity());
  page.get((req: Request<{ publisher: string }>, res) =>
    show(res, viewOf(req as Request, res, publishers.get(req.params.publisher)!)),
  );
  page.post(...readBodies(), async (req: Request<{ publisher: string }>, res) => {
    const view = viewOf(req as Request, res, publishers.get(req.params.publisher)!);
    try {
      const { status, ...changed } = await desk.answer(req as Request, view);
      show(res, { ...view, ...changed }, status);
    } catch (error) {
      if (!(error instanceof Problem) || error.type === 'invalid_request') throw error;
      if (error.retryAfterS !== undefined) res.set('Retry-After', String(error.retryAfterS));
      const { chargeBusy, giftFailed, placeBarred } = view.texts;
      const known: Partial<Record<ProblemType, string>> = {
        too_many_requests: chargeBusy,
        place_barred: placeBarred,
      };
      const problem = known[error.type] ?? giftFailed;
      show(res, { ...view, problem }, error.status);
    }
  });

  return router;
}

const query = z.object({ locale: z.string().optional() });

export const chargePageOperations: Operation[] = [
  {
    id: 'chargePage',
    method: 'get',
    path: '/:publisher/charge',
    section: 'Pages',
    summary: '“What is this charge?” for who reads a statement',
    query,
    answers: { 200: pageAnswer('The form.') },
  },
  {
    id: 'findCharge',
    method: 'post',
    path: '/:publisher/charge',
    section: 'Pages',
    summary: 'Finds a charge, and ends its gift or asks for the money back',
    about: 'Who does not know amount, day and last digits all gets one and the same answer.',
    query,
    body: z.object({
      action: z.enum(['find', 'cancel', 'undo', 'refund']),
      ...Object.fromEntries(chargeFields.map((field) => [field, z.string().optional()])),
      ticket: z.string().optional().describe('of a charge that was found, from the page'),
    }),
    example: { action: 'find', amount: '2.00', day: '2026-11-24', last4: '4242' },
    answers: {
      200: pageAnswer('The charge, and what can be done.'),
      400: pageAnswer('The form again, with what is wrong.'),
      404: pageAnswer('No such charge.'),
      429: pageAnswer('Too many guesses.'),
    },
  },
];

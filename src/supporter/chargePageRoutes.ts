import express, { type Request, type Response, type Router } from 'express';
import { readBodies } from '../ground/bodies.ts';
import type { LetterWords } from '../ground/letterTexts.ts';
import { nonceOf, pageSecurity } from '../ground/pageSecurity.ts';
import { Problem, type ProblemType } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import { type ChargeDeskDependencies, createChargeDesk } from './chargeDesk.ts';
import { typedClue } from './chargeForm.ts';
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

import express, { type Request, type Response, type Router } from 'express';
import { readBodies } from '../ground/bodies.ts';
import { type Clock, plusMs } from '../ground/clock.ts';
import type { LetterWords } from '../ground/letterTexts.ts';
import type { Limiter } from '../ground/limiter.ts';
import { nonceOf, pageSecurity } from '../ground/pageSecurity.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Secrets } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';
import { isRefundRequested, requestRefund } from '../incidents/refundRequest.ts';
import type { ChangeGift } from './changeGift.ts';
import { readClue, typedClue } from './chargeForm.ts';
import { type ChargePageView, renderCharge } from './chargePage.ts';
import type { FindCharge, FoundCharge } from './findCharge.ts';

export interface ChargePageDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly publishers: Publishers;
  readonly words: LetterWords;
  readonly findCharge: FindCharge;
  readonly changeGift: ChangeGift;
  /** Guesses, as one network, at one card, and at one publisher make them. */
  readonly guesses: {
    readonly network: Limiter;
    readonly card: Limiter;
    readonly publisher: Limiter;
  };
  /** What is done about a charge that was found. */
  readonly limiter: Limiter;
}

const ticketLifeMs = 30 * 60_000;
const purpose = 'charge';

/**
 * GET and POST of /:publisher/charge; mount at the root. Who does not know all three of amount, day and last digits gets
 * one and the same answer, and a few guesses only.
 */
export function chargePageRoutes(dependencies: ChargePageDependencies): Router {
  const { db, clock, secrets, publishers, words, findCharge, changeGift, guesses } = dependencies;
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

  async function dress(publisher: Publisher, { charge, gift }: FoundCharge) {
    const ends = plusMs(clock.now(), ticketLifeMs).getTime();
    return {
      charge,
      gift,
      ticket: secrets.seal(purpose, JSON.stringify([charge.id, ends]), publisher.id),
      isRefundRequested: await isRefundRequested(db, charge.id),
    };
  }

  async function find(res: Response, view: ChargePageView, ip: string): Promise<void> {
    const { publisher, texts, typed } = view;
    const read = readClue(typed, { ...view, now: clock.now() });
    if ('faults' in read) return show(res, { ...view, faults: read.faults }, 400);
    await guesses.network.take(ip);
    await guesses.card.take(`${publisher.id}:${read.clue.last4}`);
    await guesses.publisher.take(publisher.id);
    const found = await findCharge.byClue(publisher, read.clue);
    if (!found) return show(res, { ...view, problem: texts.chargeNone }, 404);
    show(res, { ...view, found: await dress(publisher, found) });
  }

  async function act(action: string, publisher: Publisher, { charge, gift }: FoundCharge) {
    if (action === 'cancel' || action === 'undo')
      await changeGift(gift, { ends: action === 'cancel' });
    else if (charge.amount_refunded === 0)
      await requestRefund(
        db,
        {
          chargeId: charge.id,
          publisher: publisher.id,
          giftId: gift.id,
          amount: charge.amount,
          currency: charge.currency,
        },
        clock.now(),
      );
  }

  /** The charge that a ticket of ours names, while it lasts. */
  function chargeIn(publisher: Publisher, ticket: unknown): string | undefined {
    const opened =
      typeof ticket === 'string' ? secrets.open(purpose, ticket, publisher.id) : undefined;
    if (opened === undefined) return undefined;
    const [id, ends] = JSON.parse(opened) as [string, number];
    return ends > clock.now().getTime() ? id : undefined;
  }

  async function answer(req: Request, res: Response, view: ChargePageView): Promise<void> {
    const { publisher, texts } = view;
    const { action, ticket } = (req.body ?? {}) as Record<string, unknown>;
    const ip = req.ip ?? 'unknown';
    if (action === 'find') return find(res, view, ip);
    if (action !== 'cancel' && action !== 'undo' && action !== 'refund')
      throw new Problem('invalid_request', { faults: [{ at: '/action', says: 'is unknown' }] });
    await dependencies.limiter.take(ip);
    const id = chargeIn(publisher, ticket);
    if (id === undefined) return show(res, { ...view, problem: texts.chargeOver }, 400);
    const known = await findCharge.byId(publisher, id);
    if (known) await act(action, publisher, known);
    const found = await findCharge.byId(publisher, id);
    if (found) show(res, { ...view, found: await dress(publisher, found) });
    else show(res, { ...view, problem: texts.chargeOver }, 400);
  }

  const page = router.route('/:publisher/charge');
  page.all((req, _res, next) => next(publishers.has(req.params.publisher) ? undefined : 'route'));
  page.all(pageSecurity());
  page.get((req: Request<{ publisher: string }>, res) =>
    show(res, viewOf(req as Request, res, publishers.get(req.params.publisher)!)),
  );
  page.post(...readBodies(), async (req: Request<{ publisher: string }>, res) => {
    const view = viewOf(req as Request, res, publishers.get(req.params.publisher)!);
    try {
      await answer(req as Request, res, view);
    } catch (error) {
      if (!(error instanceof Problem) || error.type === 'invalid_request') throw error;
      if (error.retryAfterS !== undefined) res.set('Retry-After', String(error.retryAfterS));
      const { chargeBusy, giftFailed } = view.texts;
      const problem = error.type === 'too_many_requests' ? chargeBusy : giftFailed;
      show(res, { ...view, problem }, error.status);
    }
  });

  return router;
}

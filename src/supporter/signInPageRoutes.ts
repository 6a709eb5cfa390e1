import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { findCode, takeCode } from '../giving/codeStore.ts';
import { findGift } from '../giving/giftStore.ts';
import { findPledge } from '../giving/pledgeStore.ts';
import { readBodies } from '../ground/bodies.ts';
import type { Clock } from '../ground/clock.ts';
import { html } from '../ground/html.ts';
import type { LetterWords } from '../ground/letterTexts.ts';
import type { Limiter } from '../ground/limiter.ts';
import { leadsOn, type Operation, page as pageAnswer } from '../ground/operation.ts';
import { nonceOf, pageSecurity } from '../ground/pageSecurity.ts';
import { Problem } from '../ground/problem.ts';
import { publisherPage } from '../ground/publisherPage.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import { tokenHash } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';
import type { Links } from './links.ts';

export interface SignInPageDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly publishers: Publishers;
  readonly words: LetterWords;
  readonly links: Links;
  readonly limiter: Limiter;
  /** Origins that forms lead to by way of a redirect: the publishers'. */
  readonly formActions: readonly string[];
}

/** The page of a mailed link at /sign-in/:code; mount at the root. Looking at it uses nothing up. */
export function signInPageRoutes(dependencies: SignInPageDependencies): Router {
  const { db, clock, publishers, words, links, limiter } = dependencies;
  const router = express.Router();
  router.all('/sign-in/:code', pageSecurity({ formActions: dependencies.formActions }));

  async function showSignIn(res: Response, giftId: string | undefined): Promise<void> {
    const gift = giftId === undefined ? undefined : await findGift(db, giftId);
    // Nobody's link any more: whose page it would have been is not known.
    if (!gift)
      throw new Problem('not_found', { detail: 'This link was used already, or is too old.' });
    const publisher = findPublisher(publishers, gift.publisher);
    const { locale, texts } = words(publisher, (await findPledge(db, gift.pledgeId))?.locale);
    res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    const main = html`<h1>${texts.signIn}</h1><p class="lead">${texts.signInLead}</p><form method="post"><button>${texts.signIn}</button></form>`;
    const page = {
      publisher,
      locale,
      title: texts.signIn,
      nonce: nonceOf(res),
      home: publisher.home,
    };
    res.type('html').send(publisherPage({ ...page, main }));
  }

  // A button, since mail scanners follow links and would use it up.
  router.get('/sign-in/:code', async (req: Request<{ code: string }>, res) => {
    await limiter.take(req.ip ?? 'unknown');
    const code = await findCode(db, tokenHash(req.params.code), 'sign-in', clock.now());
    await showSignIn(res, code?.giftId);
  });

  router.post('/sign-in/:code', ...readBodies(), async (req: Request<{ code: string }>, res) => {
    await limiter.take(req.ip ?? 'unknown');
    const target = await db.transaction(async (tx) => {
      const code = await takeCode(tx, tokenHash(req.params.code), 'sign-in', clock.now());
      const returnUrl = code && links.returnUrlOf(code.hash, code.sealedReturnUrl);
      return code && returnUrl ? links.handOverUrl(tx, code.giftId, returnUrl) : undefined;
    });
    if (target) res.redirect(303, target);
    else await showSignIn(res, undefined);
  });

  return router;
}

const parameters = z.object({ code: z.string().describe('from the letter; good once') });

export const signInPageOperations: Operation[] = [
  {
    id: 'signInPage',
    method: 'get',
    path: '/sign-in/:code',
    section: 'Pages',
    summary: 'The page of a mailed link; looking at it uses nothing up',
    parameters,
    answers: { 200: pageAnswer('The page, with its one button.') },
    problems: ['not_found', 'too_many_requests'],
  },
  {
    id: 'signInOnPage',
    method: 'post',
    path: '/sign-in/:code',
    section: 'Pages',
    summary: 'Uses the link, and leads back to the article',
    parameters,
    answers: { 303: leadsOn('To the article; the fragment holds a checkout’s id for the key.') },
    problems: ['not_found', 'too_many_requests'],
  },
];

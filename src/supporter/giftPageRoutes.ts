import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { Gift } from '../giving/gift.ts';
import { readBodies } from '../ground/bodies.ts';
import type { Clock } from '../ground/clock.ts';
import { fill, type LetterWords } from '../ground/letterTexts.ts';
import type { Limiter } from '../ground/limiter.ts';
import { formatMoney } from '../ground/money.ts';
import { leadsOn, type Operation, page as pageAnswer } from '../ground/operation.ts';
import { nonceOf, pageSecurity } from '../ground/pageSecurity.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import type { ChangeGift, GiftChange } from './changeGift.ts';
import { faultOfAmount } from './giftChange.ts';
import { createGiftOfLink, type GiftOfLink } from './giftOfLink.ts';
import { type GiftPageView, renderGift } from './giftPage.ts';
import type { Links } from './links.ts';
import type { OpenPortal } from './portal.ts';
import { isBarred, refuseCard, refuseMore } from './refuseMore.ts';
import { yearsOf } from './statement.ts';
import { statementOperations, statementRoutes } from './statementRoutes.ts';
import { typedMinor } from './typedMinor.ts';

export interface GiftPageDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly accounts: StripeAccounts;
  readonly publishers: Publishers;
  readonly words: LetterWords;
  readonly links: Links;
  readonly changeGift: ChangeGift;
  readonly openPortal: OpenPortal;
  readonly limiter: Limiter;
  /** Origins that forms lead to by way of a redirect: the portal's. */
  readonly formActions: readonly string[];
  readonly countryHeader: string | undefined;
}

const changes: Readonly<Record<string, GiftChange>> = {
  pause: { paused: true },
  resume: { paused: false },
  cancel: { ends: true },
  undo: { ends: false },
};

/** How the page is to look besides what the gift says. */
type Shown = Pick<GiftPageView, 'barred' | 'typed'> & { isAsking?: boolean; fault?: string };

/** Why an amount cannot be given, in the reader's words; undefined where it can. */
function amountFault(
  { gift, publisher, amount }: { gift: Gift; publisher: Publisher; amount: number },
  { locale, texts }: ReturnType<LetterWords>,
): string | undefined {
  if (!Number.isNaN(amount) && !faultOfAmount(publisher, gift, amount)) return undefined;
  const { min, max } = publisher.amounts[gift.frequency] ?? { min: 0, max: 0 };
  const money = (minor: number) => formatMoney({ amount: minor, currency: gift.currency }, locale);
  return fill(texts.amountRange, money(min), money(max));
}

/** Shows the page as it stands. */
function createShow({ clock, links }: GiftPageDependencies, { wordsFor }: GiftOfLink) {
  return async function show(
    res: Response,
    [gift, publisher]: [Gift, Publisher],
    { isAsking = false, ...differs }: Shown,
  ): Promise<void> {
    const { locale, texts } = await wordsFor(gift, publisher);
    const years = yearsOf(gift, publisher, clock.now());
    const here = links.manageUrl(gift);
    const view = {
      gift,
      publisher,
      locale,
      texts,
      nonce: nonceOf(res),
      isAsking,
      years,
      here,
      ...differs,
    };
    res.status(differs.fault === undefined ? 200 : 400);
    res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    res.type('html').send(renderGift(view));
  };
}

/** The page of a gift at /gifts/:token; mount at the root. Looking at it changes nothing. */
export function giftPageRoutes(dependencies: GiftPageDependencies): Router {
  const { db, links, changeGift, openPortal } = dependencies;
  const router = express.Router();
  const giftOfLink = createGiftOfLink(dependencies);
  const { find, wordsFor } = giftOfLink;
  const show = createShow(dependencies, giftOfLink);

  const barredIn = (req: Request, publisher: Publisher) =>
    isBarred(req, dependencies.countryHeader, publisher);

  router.use('/gifts', pageSecurity({ formActions: dependencies.formActions }));
  router.use(statementRoutes({ ...dependencies, giftOfLink }));

  router.get('/gifts/:token', async (req: Request<{ token: string }>, res) => {
    const found = await find(req);
    const isAsking = req.query.cancel !== undefined && !found[0].endsAt;
    await show(res, found, { isAsking, barred: barredIn(req as Request, found[1]) });
  });

  router.post('/gifts/:token', ...readBodies(), async (req: Request<{ token: string }>, res) => {
    const [gift, publisher] = await find(req);
    const { action, amount } = (req.body ?? {}) as Record<string, unknown>;
    const here = links.manageUrl(gift);
    const barred = barredIn(req as Request, publisher);
    const typed = action === 'amount' ? String(amount ?? '').slice(0, 40) : undefined;
    try {
      if (action === 'quiet')
        return res.redirect(303, await links.handOverUrl(db, gift.id, publisher.home));
      if (action === 'card') {
        refuseCard(barred);
        return res.redirect(303, await openPortal(publisher, gift, here));
      }
      const minor = typedMinor(amount, gift.currency);
      const fault =
        action === 'amount'
          ? amountFault({ gift, publisher, amount: minor }, await wordsFor(gift, publisher))
          : undefined;
      if (fault !== undefined) {
        return await show(res, [gift, publisher], { barred, fault, typed });
      }
      const change = action === 'amount' ? { amount: minor } : changes[String(action)];
      if (!change)
        throw new Problem('invalid_request', { faults: [{ at: '/action', says: 'is unknown' }] });
      refuseMore(barred, gift, change);
      await changeGift(gift, change);
    } catch (error) {
      if (!(error instanceof Problem) || error.type === 'invalid_request') throw error;
      const { texts } = await wordsFor(gift, publisher);
      const fault = error.type === 'place_barred' ? texts.placeBarred : texts.giftFailed;
      return show(res, [gift, publisher], { barred, fault, typed });
    }
    res.redirect(303, here);
  });

  return router;
}

const parameters = z.object({
  token: z.string().describe('from a letter, or `pageUrl` of a gift'),
});
const actions = ['amount', 'card', 'quiet', ...Object.keys(changes)];

export const giftPageOperations: Operation[] = [
  {
    id: 'giftPage',
    method: 'get',
    path: '/gifts/:token',
    section: 'Pages',
    summary: 'The page of a gift, for its supporter',
    parameters,
    query: z.object({ cancel: z.string().optional().describe('asks whether to end it') }),
    answers: { 200: pageAnswer('The page, in the supporter’s language.') },
    problems: ['not_found', 'too_many_requests'],
  },
  {
    id: 'changeGiftOnPage',
    method: 'post',
    path: '/gifts/:token',
    section: 'Pages',
    summary: 'Changes a gift from that page',
    about:
      '`card` leads to Stripe’s portal, `quiet` to the publisher’s home, which then asks this browser no more.',
    parameters,
    body: z.object({
      action: z.enum(actions as [string, ...string[]]),
      amount: z.string().optional().describe('for amount: as the page’s language writes it'),
    }),
    example: { action: 'pause' },
    answers: {
      303: leadsOn('Back to the page, or on.'),
      400: pageAnswer('The page again, with what is wrong.'),
    },
    problems: ['not_found', 'too_many_requests'],
  },
  ...statementOperations,
];

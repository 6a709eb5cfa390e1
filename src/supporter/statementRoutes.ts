import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import type { Clock } from '../ground/clock.ts';
import { type Operation, page as pageAnswer } from '../ground/operation.ts';
import { nonceOf } from '../ground/pageSecurity.ts';
import { Problem } from '../ground/problem.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import type { GiftOfLink } from './giftOfLink.ts';
import type { Links } from './links.ts';
import { paymentsOfYear, renderStatement, yearsOf } from './statement.ts';

export interface StatementDependencies {
  readonly clock: Clock;
  readonly accounts: StripeAccounts;
  readonly links: Links;
  readonly giftOfLink: GiftOfLink;
}

/** A year's statement at /gifts/:token/:year; mount behind the security of /gifts. */
export function statementRoutes(dependencies: StatementDependencies): Router {
  const { clock, accounts, links, giftOfLink } = dependencies;
  const router = express.Router();
  router.get('/gifts/:token/:year', async (req: Request<{ token: string; year: string }>, res) => {
    const [gift, publisher] = await giftOfLink.find(req);
    const year = yearsOf(gift, publisher, clock.now()).find((one) => `${one}` === req.params.year);
    if (year === undefined) throw new Problem('not_found');
    const { locale, texts } = await giftOfLink.wordsFor(gift, publisher);
    const payments = await paymentsOfYear(accounts, publisher, gift, year);
    const facts = { nonce: nonceOf(res), year, gift, payments, back: links.manageUrl(gift) };
    res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    res.type('html').send(renderStatement({ publisher, locale, texts, ...facts }));
  });
  return router;
}

export const statementOperations: Operation[] = [
  {
    id: 'statementPage',
    method: 'get',
    path: '/gifts/:token/:year',
    section: 'Pages',
    summary: 'What a gift came to in a year, to print',
    parameters: z.object({
      token: z.string().describe('from a letter'),
      year: z.string().describe('such as 2026, by the publisher’s clocks'),
    }),
    answers: { 200: pageAnswer('The page.') },
    problems: ['not_found', 'too_many_requests', 'payment_provider_unavailable'],
  },
];

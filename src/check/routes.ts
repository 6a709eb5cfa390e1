import express, { type Router } from 'express';
import { z } from 'zod';
import type { Limiter } from '../ground/limiter.ts';
import type { Operation, Sample } from '../ground/operation.ts';
import { nonceOf, pageSecurity } from '../ground/pageSecurity.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import { checkPage } from './checkPage.ts';
import { fetchPage, PageUnreachable } from './fetchPage.ts';
import { type Finding, findingsOf } from './findings.ts';

export interface CheckDependencies {
  readonly publishers: Publishers;
  readonly publicUrl: string;
  /** Each check makes our machine ask another: few are enough. */
  readonly limiter: Limiter;
  /** Whether pages on this machine may be checked: beside the sandbox only. */
  readonly mayBePrivate: boolean;
}

const checked = z.strictObject({
  page: z.string(),
  findings: z.array(
    z.strictObject({
      grade: z
        .enum(['fault', 'warning', 'fine'])
        .describe('a fault keeps the appeal away, a warning may'),
      about: z.string(),
      says: z.string(),
    }),
  ),
});

function readAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new PageUnreachable('This is not the address of a page.');
  return url;
}

/** GET /check?page=: the page for people, or JSON for who prefers it. Only pages of publishers' own origins are fetched. */
export function checkRoutes({
  publishers,
  publicUrl,
  limiter,
  mayBePrivate,
}: CheckDependencies): Router {
  const router = express.Router();
  // The demo's articles are on our own origin, and name their publisher in the path.
  const own = new URL(publicUrl).origin;

  function publisherOf(url: URL): Publisher {
    const inDemo = /^\/demo\/([^/]+)\//.exec(url.pathname)?.[1];
    const found =
      mayBePrivate && url.origin === own
        ? publishers.get(inDemo ?? '')
        : [...publishers.values()].find(({ origins }) => origins.includes(url.origin));
    if (found) return found;
    throw new PageUnreachable(
      `No publisher’s file has ${url.origin} among its origins. If it is yours, add it there first.`,
    );
  }

  async function look(text: string): Promise<Finding[]> {
    const url = readAddress(text);
    const publisher = publisherOf(url);
    const isAllowed = (origin: string) =>
      publisher.origins.includes(origin) || (mayBePrivate && origin === own);
    return findingsOf(await fetchPage(url, isAllowed, mayBePrivate), { publisher, publicUrl });
  }

  router.get('/check', ...pageSecurity(), async (req, res) => {
    const address = typeof req.query.page === 'string' ? req.query.page.trim() : '';
    const wantsPage = req.accepts(['html', 'json']) === 'html';
    res.set('Cache-Control', 'no-store').vary('Accept');
    const send = (status: number, found: { findings?: Finding[]; refusal?: string }) =>
      res
        .status(status)
        .type('html')
        .send(checkPage({ nonce: nonceOf(res), address, ...found }));
    if (!address && wantsPage) return void send(200, {});
    try {
      if (address) await limiter.take(req.ip ?? 'unknown');
      const findings = await look(address);
      if (wantsPage) send(200, { findings });
      else res.json({ page: address, findings } satisfies z.output<typeof checked>);
    } catch (error) {
      const refusal =
        error instanceof PageUnreachable
          ? error.message
          : error instanceof Problem && wantsPage
            ? 'That were many checks. Wait a little.'
            : undefined;
      if (refusal === undefined) throw error;
      if (!wantsPage)
        throw new Problem('invalid_request', { faults: [{ at: '/page', says: refusal }] });
      send(error instanceof Problem ? error.status : 400, { refusal });
    }
  });
  return router;
}

export const pageCheckOperations = ({ publisher }: Sample): Operation[] => [
  {
    id: 'checkPage',
    method: 'get',
    path: '/check',
    section: 'Pages',
    summary: 'Looks at an article of a publisher, and tells what keeps the appeal from it',
    about: 'A page for people; JSON for who prefers it (`Accept: application/json`).',
    query: z.object({
      page: z
        .string()
        .optional()
        .describe('the article’s address, on an origin of a publisher')
        .meta({ examples: [`${publisher.origins[0]}/2026/11/24/story`] }),
    }),
    answers: { 200: { says: 'What was found.', json: checked, type: 'text/html' } },
    problems: ['invalid_request', 'too_many_requests'],
  },
];

import express, { type Request, type Router } from 'express';
import { appealFile } from '../appeal/appealFile.ts';
import { localesOf, textsFor } from '../appeal/texts.ts';
import { nonceOf, pageSecurity } from '../ground/pageSecurity.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import type { Texts } from '../ground/textKeys.ts';
import { validate } from '../ground/validate.ts';
import { all, choiceSchema, framesOf, type PreviewChoice } from './choice.ts';
import { framePage } from './framePage.ts';
import { previewPage } from './previewPage.ts';
import type { PreviewState } from './previewState.ts';

export interface PreviewDependencies {
  readonly publishers: Publishers;
  readonly publicUrl: string;
  readonly texts: ReadonlyMap<string, Texts>;
  /** Whether who brings this key, or none, may see what is not live yet. */
  readonly mayLook: (publisher: Publisher, key: string | undefined) => boolean;
}

type Asked = Request<{ publisher: string }>;

/** The publisher with one campaign and one variant, as if it were live everywhere now. */
export function publisherShowing(publisher: Publisher, arm: string): Publisher {
  const [campaign, variant] = arm.split('/');
  const { id, variants } = publisher.campaigns.find((one) => one.id === campaign)!;
  const chosen = variants.filter((one) => one.id === variant).map((one) => ({ ...one, weight: 1 }));
  return {
    ...publisher,
    barredCountries: [],
    warnedCountries: undefined,
    campaigns: [{ id, variants: chosen }],
  };
}

/** /preview/:publisher and what its frames are made of. Mount at the root, before the page at /:publisher. */
export function previewRoutes(dependencies: PreviewDependencies): Router {
  const { publishers, publicUrl, texts, mayLook } = dependencies;
  const router = express.Router();

  function read(req: Asked): { publisher: Publisher; locales: string[]; choice: PreviewChoice } {
    const publisher = findPublisher(publishers, req.params.publisher);
    const { key } = req.query;
    // The same answer as for a page that is not there: nobody learns what is being prepared.
    if (!mayLook(publisher, typeof key === 'string' ? key : undefined))
      throw new Problem('not_found');
    if (publisher.campaigns.length === 0)
      throw new Problem('not_found', { detail: 'This publisher’s file has no campaign yet.' });
    const locales = localesOf(publisher);
    return { publisher, locales, choice: validate(choiceSchema(publisher, locales), req.query) };
  }

  router.get('/preview/:publisher', ...pageSecurity({ frames: ["'self'"] }), (req: Asked, res) => {
    const { publisher, locales, choice } = read(req);
    const frames = framesOf(choice, locales);
    const nonce = nonceOf(res);
    res.set('Cache-Control', 'no-store').type('html');
    res.send(previewPage({ nonce, publisher, locales, choice, frames }));
  });

  router.get(
    '/preview/:publisher/frame',
    ...pageSecurity({ connects: [publicUrl], framedBy: ["'self'"] }),
    (req: Asked, res) => {
      const { publisher, choice } = read(req);
      const { arm, state, locale, theme, key } = choice;
      if (state === all || locale === all)
        throw new Problem('invalid_request', {
          faults: [{ at: '/state', says: 'a frame shows one state in one language' }],
        });
      const query = new URLSearchParams({ arm, locale, ...(key && { key }) });
      const file = `${publicUrl}/preview/${publisher.id}/appeal.json?${query}`;
      const shown = { state: state as PreviewState, locale, theme, file };
      res.set('Cache-Control', 'no-store').type('html');
      res.send(framePage({ nonce: nonceOf(res), publisher, publicUrl, ...shown }));
    },
  );

  router.get('/preview/:publisher/appeal.json', (req: Asked, res) => {
    const { publisher, choice } = read(req);
    const locale = choice.locale === all ? publisher.locale : choice.locale;
    const shown = publisherShowing(publisher, choice.arm);
    // The frame is sandboxed: to the browser it is of no site at all.
    res.set({ 'Cache-Control': 'no-store', 'Access-Control-Allow-Origin': '*' });
    res.json(appealFile(shown, locale, textsFor(texts, publisher, locale), 0));
  });

  return router;
}

import express, { type Response, type Router } from 'express';
import { closestLocale } from '../ground/locale.ts';
import { nonceOf, pageSecurity } from '../ground/pageSecurity.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import { arabicEdition } from './arabicEdition.ts';
import type { Edition } from './article.ts';
import { englishEdition } from './englishEdition.ts';
import { articlePage, demoIndex, frontPage, type Setting } from './pages.ts';

const editions: readonly Edition[] = [englishEdition, arabicEdition];

const editionFor = ({ locale }: Publisher): Edition => {
  const offered = editions.map((edition) => edition.locale);
  return editions.find((one) => one.locale === closestLocale(locale, offered, 'en'))!;
};

export interface DemoDependencies {
  readonly publishers: Publishers;
  readonly publicUrl: string;
}

/**
 * /demo/: invented articles of every publisher, with the widget in place, under as strict a policy as a page can have.
 * Mount at the root, and only beside the sandbox.
 */
export function demoRoutes({ publishers, publicUrl }: DemoDependencies): Router {
  const router = express.Router({ strict: true });
  const send = (res: Response, page: string) => {
    res.set('Cache-Control', 'no-store').type('html').send(page);
  };
  const settingOf = (res: Response, id: string): Setting => {
    const publisher = findPublisher(publishers, id);
    return { publisher, edition: editionFor(publisher), publicUrl, nonce: nonceOf(res) };
  };

  router.use('/demo', pageSecurity({ connects: [publicUrl] }));

  router.get('/demo', (_req, res) => res.redirect(301, '/demo/'));
  router.get('/demo/', (_req, res) => send(res, demoIndex(publishers.values(), nonceOf(res))));
  router.get('/demo/:publisher', (req, res) => {
    res.redirect(301, `/demo/${findPublisher(publishers, req.params.publisher).id}/`);
  });
  router.get('/demo/:publisher/', (req, res) =>
    send(res, frontPage(settingOf(res, req.params.publisher))),
  );
  router.get('/demo/:publisher/:article', (req, res) => {
    const setting = settingOf(res, req.params.publisher);
    const article = setting.edition.articles.find(({ slug }) => slug === req.params.article);
    if (!article) throw new Problem('not_found', { detail: 'No such article.' });
    send(res, articlePage(setting, article));
  });
  return router;
}

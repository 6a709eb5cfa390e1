import { join } from 'node:path';
import express, { type Router } from 'express';
import { countryOf } from '../ground/country.ts';
import { Problem } from '../ground/problem.ts';
import { findPublisher } from '../ground/readPublishers.ts';
import { createAppealFiles } from './appealFiles.ts';
import { type DecisionDependencies, decisionRoutes } from './decisionRoutes.ts';
import { sendPacked } from './packed.ts';
import { type PageDependencies, pageRoutes } from './pageRoutes.ts';
import { readTexts } from './texts.ts';
import { readWidgetAssets } from './widgetAssets.ts';

export type AppealDependencies = DecisionDependencies &
  Omit<PageDependencies, 'texts'> & {
    /** The folder that widget/build.mjs wrote: dist/widget. */
    readonly assetsDir: string;
    /** Whether letters can be sent. */
    readonly mails: boolean;
  };

/**
 * The widget's files, appeal.json, acts.json, place, decision and the page of its own. Mount at the root, before whatever adds
 * CORS headers by origin: these answers are for every site. Reads all files once. @throws ConfigError
 */
export function appealRoutes(dependencies: AppealDependencies): Router {
  const { publishers, clock, assetsDir, countryHeader, mails } = dependencies;
  const texts = readTexts(join(assetsDir, 'copy'));
  const assets = readWidgetAssets(assetsDir);
  const files = createAppealFiles({ publishers, texts, clock, mails });
  const router = express.Router();

  router.get('/widget.js', (req, res) => sendPacked(req, res, assets.loader));

  router.get('/widget/pinned.json', (req, res) => sendPacked(req, res, assets.pinned));

  router.get('/widget/:file', (req, res) => {
    const chunk = assets.chunk(req.params.file);
    if (!chunk) throw new Problem('not_found');
    sendPacked(req, res, chunk);
  });

  for (const name of ['appeal', 'acts', 'wall'] as const) {
    router.get(`/v1/publishers/:publisher/${name}.json`, (req, res) => {
      const publisher = findPublisher(publishers, req.params.publisher);
      const { locale } = req.query;
      const wanted = typeof locale === 'string' ? locale : '';
      sendPacked(req, res, files.filesOf(publisher, wanted)[name]);
    });
  }

  router.get('/v1/publishers/:publisher/place', (req, res) => {
    findPublisher(publishers, req.params.publisher);
    res.set({ 'Cache-Control': 'no-store', 'Access-Control-Allow-Origin': '*' });
    res.json({ country: countryOf(req, countryHeader) ?? null });
  });

  router.use(decisionRoutes(dependencies));
  router.use(pageRoutes({ ...dependencies, texts }));
  return router;
}

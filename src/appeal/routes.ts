import { join } from 'node:path';
import express, { type Router } from 'express';
import { z } from 'zod';
import { countrySchema } from '../ground/campaign.ts';
import { countryOf } from '../ground/country.ts';
import { type Answer, json, type Operation, type Sample } from '../ground/operation.ts';
import { Problem } from '../ground/problem.ts';
import { findPublisher } from '../ground/readPublishers.ts';
import { createAppealFiles } from './appealFiles.ts';
import { type DecisionDependencies, decisionOperations, decisionRoutes } from './decisionRoutes.ts';
import { actsFileShape, appealFileShape, wallFileShape } from './fileShapes.ts';
import { sendPacked } from './packed.ts';
import { type PageDependencies, pageOperations, pageRoutes } from './pageRoutes.ts';
import { readTexts } from './texts.ts';
import { pinnedShape, readWidgetAssets } from './widgetAssets.ts';

const whereabouts = z.strictObject({
  country: countrySchema.nullable().describe('null: the operator’s proxy does not say'),
});

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
    const answer: z.output<typeof whereabouts> = { country: countryOf(req, countryHeader) ?? null };
    res.json(answer);
  });

  router.use(decisionRoutes(dependencies));
  router.use(pageRoutes({ ...dependencies, texts }));
  return router;
}

const script: Answer = { says: 'A script.', type: 'text/javascript' };
const unchanged: Answer = { says: 'It is still what the ETag in `If-None-Match` stands for.' };
const publicFile = { method: 'get', section: 'Appeal' } as const;

const fileOperation = (
  name: 'appeal' | 'acts' | 'wall',
  summary: string,
  shape: z.ZodType,
): Operation => ({
  ...publicFile,
  id: `${name}File`,
  path: `/v1/publishers/:publisher/${name}.json`,
  summary,
  query: z.object({
    locale: z.string().optional().describe('a language; the closest that there is, is sent'),
  }),
  answers: { 200: json(shape, 'The same for every reader. Caches may keep it.'), 304: unchanged },
});

export const appealOperations = (sample: Sample): Operation[] => [
  {
    ...publicFile,
    id: 'loader',
    path: '/widget.js',
    summary: 'The script that the tag loads',
    answers: { 200: script, 304: unchanged },
  },
  {
    ...publicFile,
    id: 'pinned',
    path: '/widget/pinned.json',
    summary: 'The loader of today with its hash, for tags with an integrity',
    answers: { 200: json(pinnedShape, 'Where it is, and what it hashes to.'), 304: unchanged },
  },
  {
    ...publicFile,
    id: 'chunk',
    path: '/widget/:file',
    summary: 'A part of the widget; never changes under its name',
    parameters: z.object({ file: z.string() }),
    answers: { 200: script, 304: unchanged },
    problems: ['not_found'],
  },
  fileOperation('appeal', 'All that a browser needs to decide and to show', appealFileShape),
  fileOperation('acts', 'What it needs once a reader may act', actsFileShape),
  fileOperation('wall', 'The rules and the words of the wall', wallFileShape),
  {
    ...publicFile,
    id: 'place',
    path: '/v1/publishers/:publisher/place',
    summary: 'Tells the country that a request comes from, where the operator’s proxy says it',
    answers: { 200: json(whereabouts, 'The country.') },
  },
  ...decisionOperations(sample),
  ...pageOperations(sample),
];

import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import { readBodies } from '../ground/bodies.ts';
import type { Limiter } from '../ground/limiter.ts';
import { json, type Operation, readerProblems } from '../ground/operation.ts';
import { readerIdSchema } from '../ground/readerTag.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import { validate } from '../ground/validate.ts';
import { standingSchema } from './meter.ts';
import type { Meter } from './store.ts';

export interface MeterRoutesDependencies {
  readonly publishers: Publishers;
  readonly meter: Meter;
  /** Keyed by network address: a flood of made-up readers must not fill the store. */
  readonly limiter: Limiter;
}

/** The canonical address of an article; a place in it (#comments) makes no article of its own. */
const articleSchema = z
  .url({ protocol: /^https?$/, error: 'must be the article’s address' })
  .max(2000, 'must be the article’s address, of 2000 characters or fewer')
  .transform((text) => {
    const url = new URL(text);
    url.hash = '';
    return url.href;
  });

const readSchema = z.strictObject({ reader: readerIdSchema, article: articleSchema });

/** POST P/readers/:reader/reads; mount at /v1/publishers. Where the store does not answer, the reader reads on. */
export function meterRoutes({ publishers, meter, limiter }: MeterRoutesDependencies): Router {
  const router = express.Router();
  router.post(
    '/:publisher/readers/:reader/reads',
    ...readBodies(),
    async (req: Request<{ publisher: string; reader: string }>, res) => {
      const publisher = findPublisher(publishers, req.params.publisher);
      const { reader, article } = validate(readSchema, { ...req.body, reader: req.params.reader });
      await limiter.take(req.ip ?? 'unknown');
      const standing = await meter.read(publisher, reader, article);
      res.set('Cache-Control', 'no-store').json(standing);
    },
  );
  return router;
}

export const meterOperations: Operation[] = [
  {
    id: 'readArticle',
    method: 'post',
    path: '/v1/publishers/:publisher/readers/:reader/reads',
    section: 'Readers',
    summary: 'Counts an article, and says where the reader stands',
    about:
      'The same article counts once in a month. The article at hand lies behind the wall where `count` is larger than `limit`. Without a wall nothing is counted.',
    body: readSchema.omit({ reader: true }),
    example: { article: 'https://www.themoscowtimes.com/2026/11/24/story' },
    answers: { 200: json(standingSchema, 'Where the reader stands this month.') },
    problems: readerProblems,
  },
];

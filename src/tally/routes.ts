import express, { type Request, type Router } from 'express';
import { readBodies } from '../ground/bodies.ts';
import type { Limiter } from '../ground/limiter.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import type { Tallies } from './store.ts';
import { readTallies } from './tally.ts';

export interface TallyRoutesDependencies {
  readonly publishers: Publishers;
  readonly tallies: Tallies;
  readonly limiter: Limiter;
}

/** POST P/tallies; mount at /v1/publishers. */
export function tallyRoutes({ publishers, tallies, limiter }: TallyRoutesDependencies): Router {
  const router = express.Router();
  router.post(
    '/:publisher/tallies',
    ...readBodies(),
    async (req: Request<{ publisher: string }>, res) => {
      const publisher = findPublisher(publishers, req.params.publisher);
      const sent = readTallies(publisher, req.body);
      await limiter.take(req.ip ?? 'unknown');
      tallies.count(publisher, sent);
      res.status(204).end();
    },
  );
  return router;
}

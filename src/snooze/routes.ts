import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import { readBodies } from '../ground/bodies.ts';
import type { Limiter } from '../ground/limiter.ts';
import { readerIdSchema } from '../ground/readerTag.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import { validate } from '../ground/validate.ts';
import { snoozeChoiceSchema } from './snooze.ts';
import type { Snoozes } from './store.ts';

export interface SnoozeRoutesDependencies {
  readonly publishers: Publishers;
  readonly snoozes: Snoozes;
  /** Keyed by network address: a flood of made-up readers must not fill the store. */
  readonly limiter: Limiter;
}

type Params = { publisher: string; reader: string };
const path = '/:publisher/readers/:reader/snooze';

/** PUT and DELETE of P/readers/:reader/snooze; mount at /v1/publishers. Where the store does not answer: 503, soon. */
export function snoozeRoutes({ publishers, snoozes, limiter }: SnoozeRoutesDependencies): Router {
  const router = express.Router();

  router.put(path, ...readBodies(), async (req: Request<Params>, res) => {
    const publisher = findPublisher(publishers, req.params.publisher);
    const { reader, ...choice } = validate(
      snoozeChoiceSchema(publisher).extend({ reader: readerIdSchema }),
      { ...req.body, reader: req.params.reader },
    );
    await limiter.take(req.ip ?? 'unknown');
    const until = await snoozes.snooze(publisher, reader, choice);
    res.set('Cache-Control', 'no-store').json({ until: until.toISOString() });
  });

  router.delete(path, async (req: Request<Params>, res) => {
    const publisher = findPublisher(publishers, req.params.publisher);
    const { reader } = validate(z.object({ reader: readerIdSchema }), req.params);
    await limiter.take(req.ip ?? 'unknown');
    await snoozes.forget(publisher, reader);
    res.status(204).end();
  });

  return router;
}

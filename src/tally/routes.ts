import express, { type Request, type Router } from 'express';
import { readBodies } from '../ground/bodies.ts';
import type { Limiter } from '../ground/limiter.ts';
import { nothing, type Operation, readerProblems, type Sample } from '../ground/operation.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import type { Tallies } from './store.ts';
import { readTallies, talliesSchema } from './tally.ts';

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

export const tallyOperations = ({ publisher }: Sample): Operation[] => [
  {
    id: 'tally',
    method: 'post',
    path: '/v1/publishers/:publisher/tallies',
    section: 'Appeal',
    summary: 'Counts what became of an appeal',
    about:
      'Counts only: nothing says of whom. As a form, the list stands as JSON in the field `tallies`, which costs a browser no preflight.',
    body: talliesSchema(publisher),
    bodyTypes: ['application/json'],
    example: publisher.campaigns.slice(0, 1).map(({ id, variants }) => ({
      campaign: id,
      variant: variants[0]!.id,
      event: 'shown',
    })),
    answers: { 204: nothing('Counted.') },
    problems: readerProblems,
  },
];

import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import { readBodies } from '../ground/bodies.ts';
import type { Limiter } from '../ground/limiter.ts';
import {
  json,
  nothing,
  type Operation,
  readerProblems,
  type Sample,
  timeSchema,
} from '../ground/operation.ts';
import type { Publisher } from '../ground/publisher.ts';
import { readerIdSchema } from '../ground/readerTag.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import { validate } from '../ground/validate.ts';
import { snoozeChoiceSchema } from './snooze.ts';
import type { Snoozes } from './store.ts';

export interface SnoozeRoutesDependencies {
  readonly publishers: Publishers;
  readonly snoozes: Snoozes;
  readonly reminders: {
    /** Cancels the letter that was to come at the end of a reader's snooze, if one waits. */
    forgetReader(publisher: Publisher, reader: string): Promise<void>;
  };
  /** Keyed by network address: a flood of made-up readers must not fill the store. */
  readonly limiter: Limiter;
}

type Params = { publisher: string; reader: string };
const path = '/:publisher/readers/:reader/snooze';
const snoozed = z.strictObject({ until: timeSchema });

/** PUT and DELETE of P/readers/:reader/snooze; mount at /v1/publishers. Where the store does not answer: 503, soon. */
export function snoozeRoutes(dependencies: SnoozeRoutesDependencies): Router {
  const { publishers, snoozes, reminders, limiter } = dependencies;
  const router = express.Router();

  router.put(path, ...readBodies(), async (req: Request<Params>, res) => {
    const publisher = findPublisher(publishers, req.params.publisher);
    const { reader, ...choice } = validate(
      snoozeChoiceSchema(publisher).extend({ reader: readerIdSchema }),
      { ...req.body, reader: req.params.reader },
    );
    await limiter.take(req.ip ?? 'unknown');
    const until = await snoozes.snooze(publisher, reader, choice);
    const answer: z.output<typeof snoozed> = { until: until.toISOString() };
    res.set('Cache-Control', 'no-store').json(answer);
  });

  router.delete(path, async (req: Request<Params>, res) => {
    const publisher = findPublisher(publishers, req.params.publisher);
    const { reader } = validate(z.object({ reader: readerIdSchema }), req.params);
    await limiter.take(req.ip ?? 'unknown');
    await Promise.all([
      snoozes.forget(publisher, reader),
      reminders.forgetReader(publisher, reader),
    ]);
    res.status(204).end();
  });

  return router;
}

export const snoozeOperations = ({ publisher }: Sample): Operation[] => [
  {
    id: 'snooze',
    method: 'put',
    path: `/v1/publishers${path}`,
    section: 'Readers',
    summary: 'Leaves a reader in peace for some days',
    about:
      'The same choice within five minutes moves no date, so it may be repeated. The least and the most days are those of the publisher’s file.',
    body: snoozeChoiceSchema(publisher),
    example: { days: 30 },
    answers: { 200: json(snoozed, 'No appeal until then.') },
    problems: [...readerProblems, 'store_unavailable'],
  },
  {
    id: 'endSnooze',
    method: 'delete',
    path: `/v1/publishers${path}`,
    section: 'Readers',
    summary: 'Ends a snooze, and cancels the letter that was to come at its end',
    answers: { 204: nothing('It is over, or there was none.') },
    problems: ['invalid_request', ...readerProblems, 'store_unavailable'],
  },
];

import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import { json, nothing, type Operation } from '../ground/operation.ts';
import type { Publisher } from '../ground/publisher.ts';
import { readerIdSchema } from '../ground/readerTag.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import { validate } from '../ground/validate.ts';
import type { Meter } from '../meter/store.ts';
import type { Snoozes } from '../snooze/store.ts';
import type { ReadReader } from './readReader.ts';
import type { Supporters } from './supporter.ts';

export interface ReaderRoutesDependencies {
  readonly publishers: Publishers;
  readonly readReader: ReadReader;
  readonly snoozes: Snoozes;
  readonly meter: Meter;
  readonly supporters: Supporters;
  readonly reminders: {
    forgetReader(publisher: Publisher, reader: string): Promise<void>;
    readonly wayBack: { holds(publisher: Publisher, reader: string, signature: string): boolean };
  };
}

const kept = z.strictObject({
  snoozedUntil: z.date().nullable().describe('null: no snooze runs, or it is not known'),
  reads: z.int().min(0).nullable().describe('articles this month; null: not known'),
  limit: z.int().nullable().describe('articles a month; null: no wall'),
  supporter: z.boolean().nullable().describe('null: not known; such a reader is left in peace'),
  byLetter: z
    .boolean()
    .optional()
    .describe('answers `letter`: whether the reader comes by a reminder and is to be asked'),
});
const keptQuery = z.object({
  letter: z.string().optional().describe('the signature in a reminder’s link'),
});

const readerParameter = z.object({ reader: readerIdSchema });

type ReaderRequest = Request<{ publisher: string; reader: string }>;

/** What is kept about one reader, and the way to have it forgotten; mount at /v1/publishers. */
export function readerRoutes({
  publishers,
  readReader,
  snoozes,
  meter,
  supporters,
  reminders,
}: ReaderRoutesDependencies): Router {
  const router = express.Router();

  const addressed = (req: ReaderRequest): [Publisher, string] => [
    findPublisher(publishers, req.params.publisher),
    validate(readerParameter, req.params).reader,
  ];

  router.get('/:publisher/readers/:reader', async (req: ReaderRequest, res) => {
    const [publisher, reader] = addressed(req);
    const { snoozedUntil, reads, supporter } = await readReader(publisher, reader);
    const { letter } = req.query;
    // Who asked to be led back is asked; not who gives, nor who may.
    const byLetter =
      typeof letter === 'string' &&
      supporter === false &&
      reminders.wayBack.holds(publisher, reader, letter);
    res.set('Cache-Control', 'no-store');
    const answer: z.output<typeof kept> = {
      snoozedUntil,
      reads,
      limit: publisher.wall?.limit ?? null,
      supporter,
      ...(letter !== undefined && { byLetter }),
    };
    res.json(answer);
  });

  router.delete('/:publisher/readers/:reader', async (req: ReaderRequest, res) => {
    const [publisher, reader] = addressed(req);
    // All of it or an error: to forget in part and say that it was done would be a lie.
    await Promise.all([
      snoozes.forget(publisher, reader),
      meter.forget(publisher, reader),
      supporters.forget(publisher, reader),
      reminders.forgetReader(publisher, reader),
    ]);
    res.status(204).end();
  });

  return router;
}

const path = '/v1/publishers/:publisher/readers/:reader';

export const readerOperations: Operation[] = [
  {
    id: 'readReader',
    method: 'get',
    path,
    section: 'Readers',
    summary: 'Tells all that is kept about a reader',
    about: 'What a store cannot tell in time is null: readers never wait for it.',
    query: keptQuery,
    answers: { 200: json(kept, 'All there is.') },
    problems: ['invalid_request', 'forbidden_origin'],
  },
  {
    id: 'forgetReader',
    method: 'delete',
    path,
    section: 'Readers',
    summary: 'Forgets everything about a reader',
    about: 'The books stay; that this reader was the giver is forgotten. May be repeated.',
    answers: { 204: nothing('All of it is forgotten.') },
    problems: ['invalid_request', 'forbidden_origin', 'store_unavailable'],
  },
];

import express, { type Router } from 'express';
import { z } from 'zod';
import { sendCsv } from '../ground/csv.ts';
import { pageQuery } from '../ground/listPage.ts';
import { csv, json, listOf } from '../ground/operation.ts';
import { Problem } from '../ground/problem.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { bodyOf, type EventBodies } from '../webhooks/eventBodies.ts';
import { eventCsv, eventFilter, eventPage } from '../webhooks/eventList.ts';
import { type EventRow, findEvent } from '../webhooks/eventStore.ts';
import { type EventStatus, eventStatuses, requeueEvent } from '../webhooks/inbox.ts';
import type { FinanceOperation } from './operation.ts';

const query = eventFilter.extend(pageQuery);

const eventSchema = z
  .strictObject({
    id: z.string(),
    type: z.string(),
    publisher: z.string(),
    created: z.date().describe('when it happened, by Stripe'),
    receivedAt: z.date(),
    status: z.enum(eventStatuses as [EventStatus, ...EventStatus[]]),
    attempts: z.int(),
    deliveries: z.int().describe('how often Stripe brought it'),
    reason: z.string().nullable().describe('why it is parked or ignored'),
    error: z.string().nullable().describe('of the last attempt'),
    amount: z.int().nullable().describe('minor units that it speaks of'),
    currency: z.string().nullable(),
  })
  .meta({ id: 'Event' });
const facts = z.record(z.string(), z.unknown());
const attemptSchema = z.strictObject({
  number: z.int(),
  beganAt: z.date(),
  endedAt: z.date(),
  outcome: z.string(),
  error: z.string().nullable(),
  changes: z
    .array(
      z.strictObject({
        kind: z.enum(['gift', 'pledge', 'transfer', 'payout', 'dispute', 'decline', 'incident']),
        id: z.string(),
        before: facts.optional().describe('absent: it was new'),
        after: facts,
      }),
    )
    .readonly()
    .nullable()
    .describe('what it wrote; null of attempts from before that was kept'),
});
const wholeEventSchema = eventSchema
  .extend({
    body: z.string().nullable().describe('as it was sent; null where it is kept no more'),
    tries: z.array(attemptSchema),
  })
  .meta({ id: 'WholeEvent' });
const queuedSchema = z.strictObject({ id: z.string(), status: z.literal('received') });

const shown = ({ sequence: _, ...event }: EventRow): z.output<typeof eventSchema> => event;

const notFound = () => new Problem('not_found', { detail: 'No such event.' });

export interface EventRoutesDependencies {
  readonly db: Database;
  readonly bodies: EventBodies;
  /** Called when an event was put back in the queue. */
  readonly onEvent: () => void;
}

/** The inbox for finance: list, one, and another attempt. */
export function eventRoutes({ db, bodies, onEvent }: EventRoutesDependencies): Router {
  const router = express.Router();

  router.get('/events', async (req, res) => {
    const { data, nextCursor } = await eventPage(db, validate(query, req.query));
    res.json({ data: data.map(shown), nextCursor });
  });

  router.get('/events.csv', async (req, res) => {
    await sendCsv(res, eventCsv(db, validate(eventFilter, req.query)));
  });

  router.get('/events/:id', async (req, res) => {
    const found = await findEvent(db, req.params.id);
    if (!found) throw notFound();
    const { tries, ids: _, objectId: __, ...event } = found;
    const body = (await bodyOf(db, bodies, event.id)) ?? null;
    const answer: z.output<typeof wholeEventSchema> = { ...shown(event), body, tries };
    res.json(answer);
  });

  router.post('/events/:id/attempts', async (req, res) => {
    const queued = await requeueEvent(db, req.params.id);
    if (queued === undefined) throw notFound();
    if (!queued)
      throw new Problem('conflict', { detail: 'The event is waiting or being worked already.' });
    onEvent();
    const answer: z.output<typeof queuedSchema> = { id: req.params.id, status: 'received' };
    res.status(202).json(answer);
  });

  return router;
}

const parameters = z.object({ id: z.string().describe('Stripe’s id of the event') });

export const eventOperations: FinanceOperation[] = [
  {
    id: 'listEvents',
    method: 'get',
    path: '/events',
    summary: 'Lists the inbox, what came last first',
    query,
    answers: { 200: json(listOf(eventSchema), 'A page of events.') },
  },
  {
    id: 'exportEvents',
    method: 'get',
    path: '/events.csv',
    summary: 'The inbox as CSV',
    query: eventFilter,
    answers: { 200: csv },
  },
  {
    id: 'readEvent',
    method: 'get',
    path: '/events/:id',
    summary: 'One event, with its body as sent and every attempt',
    parameters,
    answers: { 200: json(wholeEventSchema, 'The event.') },
    problems: ['not_found'],
  },
  {
    id: 'retryEvent',
    method: 'post',
    path: '/events/:id/attempts',
    summary: 'Processes an event again',
    about: 'May be done to any event at any time: the books come out the same.',
    parameters,
    answers: { 202: json(queuedSchema, 'It waits for its turn.') },
    problems: ['not_found', 'conflict'],
  },
];

import express, { type Router } from 'express';
import { z } from 'zod';
import { type Clock, dayMs, plusMs } from '../ground/clock.ts';
import { sendCsv } from '../ground/csv.ts';
import { type Page, pageOf, pageQuery, readCursor, writeCursor } from '../ground/listPage.ts';
import { csv, json, listOf } from '../ground/operation.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { type Incident, type IncidentKind, incidentKinds } from '../incidents/incident.ts';
import { incidentCsv } from '../incidents/incidentCsv.ts';
import { listIncidents } from '../incidents/store.ts';
import type { Reconcile } from '../reconcile/reconcile.ts';
import { type Backfill, listedDays } from '../webhooks/backfill.ts';
import { backfilledSchema, reconciledSchema } from './checkSchemas.ts';
import type { FinanceOperation } from './operation.ts';

const day = z.iso.date('must be a day such as 2026-11-30');
const period = z
  .object({ from: day, to: day })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'is before from' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= 366 * dayMs, {
    path: ['to'],
    error: 'is more than a year after from',
  });
const daysBack = z.object({
  days: z
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(listedDays, `must be ${listedDays} or less: Stripe lists no older events`),
});

const filter = z.object({
  kind: z.string().max(80).optional(),
  publisher: z.string().max(80).optional(),
  open: z
    .enum(['yes', 'no'], 'must be yes or no')
    .transform((word) => word === 'yes')
    .optional(),
});
const query = filter.extend(pageQuery);
const cursor = z.tuple([z.int()]);

const kinds = Object.keys(incidentKinds) as [IncidentKind, ...IncidentKind[]];
const incidentSchema = z
  .strictObject({
    id: z.int(),
    kind: z.enum(kinds),
    says: z.string().describe('the kind in words'),
    subject: z.string().describe('what it is about: an id of Stripe’s, or of ours'),
    publisher: z.string(),
    giftId: z.string().nullable(),
    detail: z
      .record(z.string(), z.unknown())
      .describe('ids, amounts, codes; never a personal datum'),
    openedAt: z.date(),
    closedAt: z.date().nullable(),
    settledBy: z.string().nullable().describe('who ended it; null where it ended by itself'),
    settledReason: z.string().nullable(),
  })
  .meta({ id: 'Incident' });

const shown = (incident: Incident): z.output<typeof incidentSchema> => ({
  ...incident,
  says: incidentKinds[incident.kind],
});

export interface CheckRoutesDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly backfill: Backfill;
  readonly reconcile: Reconcile;
}

/** For finance: what somebody must look at, and asking Stripe again for events and movements. */
export function checkRoutes({ db, clock, backfill, reconcile }: CheckRoutesDependencies): Router {
  const router = express.Router();
  const readBody = express.json({ limit: '10kb' });

  async function page(wanted: z.output<typeof query>): Promise<Page<Incident>> {
    const before = readCursor(wanted.after, cursor)?.[0];
    const { kind, publisher, open: isOpen, limit } = wanted;
    const rows = await listIncidents(db, { kind, publisher, isOpen, before, limit: limit + 1 });
    return pageOf(rows, limit, (row) => writeCursor([row.id]));
  }

  router.get('/incidents', async (req, res) => {
    const { data, nextCursor } = await page(validate(query, req.query));
    res.json({ data: data.map(shown), nextCursor });
  });

  router.get('/incidents.csv', async (req, res) => {
    const wanted = validate(filter, req.query);
    await sendCsv<Incident>(
      res,
      incidentCsv(db, { kind: wanted.kind, publisher: wanted.publisher, isOpen: wanted.open }),
    );
  });

  router.post('/backfills', readBody, async (req, res) => {
    const { days } = validate(daysBack, req.body ?? {});
    const data = await backfill.run(plusMs(clock.now(), -days * dayMs));
    const answer: z.output<typeof backfilledSchema> = { data };
    res.json(answer);
  });

  router.post('/reconciliations', readBody, async (req, res) => {
    const { from, to } = validate(period, req.body ?? {});
    const answer: z.output<typeof reconciledSchema> = await reconcile.run(from, to);
    res.json(answer);
  });

  return router;
}

const asJson = ['application/json'];

export const checkOperations: FinanceOperation[] = [
  {
    id: 'listIncidents',
    method: 'get',
    path: '/incidents',
    summary: 'Lists what somebody must look at, the newest first',
    query,
    answers: { 200: json(listOf(incidentSchema), 'A page of incidents.') },
  },
  {
    id: 'exportIncidents',
    method: 'get',
    path: '/incidents.csv',
    summary: 'The incidents as CSV',
    query: filter,
    answers: { 200: csv },
  },
  {
    id: 'backfill',
    method: 'post',
    path: '/backfills',
    summary: 'Asks Stripe for events that never came',
    about: 'May be repeated, and run beside the door: an event is kept once.',
    body: daysBack,
    bodyTypes: asJson,
    example: { days: 3 },
    answers: { 200: json(backfilledSchema, 'What was found, for each account.') },
    problems: ['payment_provider_refused', 'payment_provider_unavailable'],
  },
  {
    id: 'reconcile',
    method: 'post',
    path: '/reconciliations',
    summary: 'Holds days, and the payouts made on them, against Stripe',
    about: 'Adds what is missing in the ledger, and tells what differs. At most a year at once.',
    body: period,
    bodyTypes: asJson,
    example: { from: '2026-11-23', to: '2026-11-24' },
    answers: { 200: json(reconciledSchema, 'What was checked, and what was found.') },
    problems: ['payment_provider_refused', 'payment_provider_unavailable'],
  },
];

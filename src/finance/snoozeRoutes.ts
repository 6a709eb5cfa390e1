import express, { type Router } from 'express';
import { z } from 'zod';
import type { Clock } from '../ground/clock.ts';
import { sendCsv } from '../ground/csv.ts';
import { type Page, pageOf, pageQuery, readCursor, writeCursor } from '../ground/listPage.ts';
import { csv, json, listOf } from '../ground/operation.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { listSnoozeReturns, type SnoozeReturns } from '../tally/snoozeTally.ts';
import type { FinanceOperation } from './operation.ts';

const day = z.iso.date('must be a day such as 2026-11-24');
const filter = z.object({
  publisher: z.string().max(80).optional(),
  from: day.optional(),
  until: day.optional(),
});
const query = filter.extend(pageQuery);
const pageSchema = listOf(
  z.strictObject({
    publisher: z.string(),
    days: z.int().describe('the length of the snoozes'),
    snoozed: z.int().describe('chosen, and neither undone nor changed'),
    over: z.int().describe('of those, over by now'),
    returned: z.int().describe('of those, whose reader had an appeal in sight again'),
  }),
);
const cursor = z.tuple([z.string(), z.int()]);

/** How long readers put the appeal off, and how many saw it again afterwards: counts by length, never a reader. */
export function snoozeRoutes({ db, clock }: { db: Database; clock: Clock }): Router {
  const router = express.Router();

  async function page(wanted: z.output<typeof query>): Promise<Page<SnoozeReturns>> {
    const last = readCursor(wanted.after, cursor);
    const after = last && { publisher: last[0], days: last[1] };
    const today = clock.now().toISOString().slice(0, 10);
    const rows = await listSnoozeReturns(db, today, { ...wanted, after, limit: wanted.limit + 1 });
    return pageOf(rows, wanted.limit, (row) => writeCursor([row.publisher, row.days]));
  }

  router.get('/snoozes', async (req, res) => {
    const answer: z.output<typeof pageSchema> = await page(validate(query, req.query));
    res.json(answer);
  });

  router.get('/snoozes.csv', async (req, res) => {
    const wanted = validate(filter, req.query);
    await sendCsv<SnoozeReturns>(res, {
      name: 'snoozes',
      columns: ['publisher', 'days', 'snoozed', 'over', 'returned'],
      lines: (one) => [[one.publisher, one.days, one.snoozed, one.over, one.returned]],
      pages: (after) => page({ ...wanted, after, limit: 200 }),
    });
  });

  return router;
}

export const snoozeOperations: FinanceOperation[] = [
  {
    id: 'listSnoozes',
    method: 'get',
    path: '/snoozes',
    summary: 'Tells how long readers put the appeal off, and how many came back',
    query,
    answers: { 200: json(pageSchema, 'A page of counts by length; never a reader.') },
  },
  {
    id: 'exportSnoozes',
    method: 'get',
    path: '/snoozes.csv',
    summary: 'The same as CSV',
    query: filter,
    answers: { 200: csv },
  },
];

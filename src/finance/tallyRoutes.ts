import express, { type Router } from 'express';
import { z } from 'zod';
import { sendCsv } from '../ground/csv.ts';
import { type Page, pageOf, pageQuery, readCursor, writeCursor } from '../ground/listPage.ts';
import { csv, json, listOf } from '../ground/operation.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { listTallies, type TallyCount } from '../tally/store.ts';
import { tallyEvents } from '../tally/tally.ts';
import type { FinanceOperation } from './operation.ts';

const day = z.iso.date('must be a day such as 2026-11-24');
const filter = z.object({
  publisher: z.string().max(80).optional(),
  campaign: z.string().max(80).optional(),
  from: day.optional(),
  until: day.optional(),
});
const query = filter.extend(pageQuery);
const pageSchema = listOf(
  z.strictObject({
    day: z.iso.date().describe('by the publisher’s clocks'),
    publisher: z.string(),
    campaign: z.string(),
    variant: z.string(),
    event: z.enum(tallyEvents),
    count: z.int(),
  }),
);
const cursor = z.tuple([day, z.string(), z.string(), z.string(), z.enum(tallyEvents)]);

/** What became of each arm of each campaign, by day. */
export function tallyRoutes({ db }: { db: Database }): Router {
  const router = express.Router();

  async function page(wanted: z.output<typeof query>): Promise<Page<TallyCount>> {
    const last = readCursor(wanted.after, cursor);
    const after = last && {
      day: last[0],
      publisher: last[1],
      campaign: last[2],
      variant: last[3],
      event: last[4],
    };
    const rows = await listTallies(db, { ...wanted, after, limit: wanted.limit + 1 });
    return pageOf(rows, wanted.limit, (row) =>
      writeCursor([row.day, row.publisher, row.campaign, row.variant, row.event]),
    );
  }

  router.get('/tallies', async (req, res) => {
    const answer: z.output<typeof pageSchema> = await page(validate(query, req.query));
    res.json(answer);
  });

  router.get('/tallies.csv', async (req, res) => {
    const wanted = validate(filter, req.query);
    await sendCsv<TallyCount>(res, {
      name: 'tallies',
      columns: ['day', 'publisher', 'campaign', 'variant', 'event', 'count'],
      lines: (t) => [[t.day, t.publisher, t.campaign, t.variant, t.event, t.count]],
      pages: (after) => page({ ...wanted, after, limit: 200 }),
    });
  });

  return router;
}

export const tallyOperations: FinanceOperation[] = [
  {
    id: 'listTallies',
    method: 'get',
    path: '/tallies',
    summary: 'Tells what became of each arm of each campaign, by day',
    query,
    answers: { 200: json(pageSchema, 'A page of counts, the newest day first.') },
  },
  {
    id: 'exportTallies',
    method: 'get',
    path: '/tallies.csv',
    summary: 'The counts as CSV',
    query: filter,
    answers: { 200: csv },
  },
];

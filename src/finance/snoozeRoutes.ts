import express, { type Router } from 'express';
import { z } from 'zod';
import type { Clock } from '../ground/clock.ts';
import { sendCsv } from '../ground/csv.ts';
import { type Page, pageOf, pageQuery, readCursor, writeCursor } from '../ground/listPage.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { listSnoozeReturns, type SnoozeReturns } from '../tally/snoozeTally.ts';

const day = z.iso.date('must be a day such as 2026-11-24');
const filter = z.object({
  publisher: z.string().max(80).optional(),
  from: day.optional(),
  until: day.optional(),
});
const query = filter.extend(pageQuery);
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
    res.json(await page(validate(query, req.query)));
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

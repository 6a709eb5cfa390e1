import express, { type Router } from 'express';
import { z } from 'zod';
import type { Gift } from '../giving/gift.ts';
import { findGift, listGifts } from '../giving/giftStore.ts';
import { sendCsv } from '../ground/csv.ts';
import { type Page, pageOf, pageQuery, readCursor, writeCursor } from '../ground/listPage.ts';
import { Problem } from '../ground/problem.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { listTransfers } from '../ledger/store.ts';

const filter = z.object({
  publisher: z.string().max(80).optional(),
  status: z
    .enum(['pending', 'active', 'past_due', 'paused', 'ended', 'given', 'failed'])
    .optional(),
});
const query = filter.extend(pageQuery);
const cursor = z.tuple([z.iso.datetime(), z.string()]);

// Who gave is Stripe's to keep: finance sees the gift and its references, never the reader.
const shown = ({ readerTag: _, pledgeId: __, ...gift }: Gift) => gift;

/** Gifts for finance: list, and one with what it moved. */
export function giftRoutes({ db }: { db: Database }): Router {
  const router = express.Router();

  async function page(wanted: z.output<typeof query>): Promise<Page<Gift>> {
    const last = readCursor(wanted.after, cursor);
    const after = last && { startedAt: new Date(last[0]), id: last[1] };
    const rows = await listGifts(db, { ...wanted, after, limit: wanted.limit + 1 });
    return pageOf(rows, wanted.limit, (row) => writeCursor([row.startedAt.toISOString(), row.id]));
  }

  router.get('/gifts', async (req, res) => {
    const { data, nextCursor } = await page(validate(query, req.query));
    res.json({ data: data.map(shown), nextCursor });
  });

  router.get('/gifts.csv', async (req, res) => {
    const wanted = validate(filter, req.query);
    await sendCsv<Gift>(res, {
      name: 'gifts',
      columns: [
        'id',
        'publisher',
        'frequency',
        'amount',
        'currency',
        'status',
        'started_at',
        'paid_until',
        'ends_at',
        'ended_at',
        'customer',
        'subscription',
        'payment',
      ],
      lines: (g) => [
        [
          g.id,
          g.publisher,
          g.frequency,
          g.amount,
          g.currency,
          g.status,
          g.startedAt,
          g.paidUntil,
          g.endsAt,
          g.endedAt,
          g.customerId,
          g.subscriptionId,
          g.paymentIntentId,
        ],
      ],
      pages: (after) => page({ ...wanted, after, limit: 200 }),
    });
  });

  router.get('/gifts/:id', async (req, res) => {
    const gift = await findGift(db, req.params.id);
    if (!gift) throw new Problem('not_found', { detail: 'No such gift.' });
    const transfers = await listTransfers(db, { giftId: gift.id, limit: 200 });
    res.json({
      ...shown(gift),
      transfers: transfers.map(({ sequence: _, ...transfer }) => transfer),
    });
  });

  return router;
}

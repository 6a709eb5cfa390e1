import express, { type Router } from 'express';
import type { Gift } from '../giving/gift.ts';
import { giftCsv, giftFilter, giftPage } from '../giving/giftList.ts';
import { findGift } from '../giving/giftStore.ts';
import { sendCsv } from '../ground/csv.ts';
import { pageQuery } from '../ground/listPage.ts';
import { Problem } from '../ground/problem.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { listTransfers } from '../ledger/store.ts';

const query = giftFilter.extend(pageQuery);

// Who gave is Stripe's to keep: finance sees the gift and its references, never the reader.
const shown = ({ readerTag: _, pledgeId: __, ...gift }: Gift) => gift;

/** Gifts for finance: list, and one with what it moved. */
export function giftRoutes({ db }: { db: Database }): Router {
  const router = express.Router();

  router.get('/gifts', async (req, res) => {
    const { data, nextCursor } = await giftPage(db, validate(query, req.query));
    res.json({ data: data.map(shown), nextCursor });
  });

  router.get('/gifts.csv', async (req, res) => {
    await sendCsv(res, giftCsv(db, validate(giftFilter, req.query)));
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

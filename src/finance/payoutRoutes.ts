import express, { type Router } from 'express';
import { sendCsv } from '../ground/csv.ts';
import { pageQuery } from '../ground/listPage.ts';
import { Problem } from '../ground/problem.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { findPayout, type KeptPayout } from '../ledger/payoutStore.ts';
import { listPayoutLines } from '../reconcile/payoutLines.ts';
import { payoutCsv, payoutFilter, payoutLineCsv, payoutPage } from '../reconcile/payoutList.ts';
import type { Reconcile } from '../reconcile/reconcile.ts';

const query = payoutFilter.extend(pageQuery);

const shown = ({ readAt: _, reconciledAt, ...payout }: KeptPayout) => ({
  ...payout,
  reconciled: reconciledAt !== null,
  reconciledAt,
});

export interface PayoutRoutesDependencies {
  readonly db: Database;
  readonly reconcile: Reconcile;
}

/** Payouts for finance: list, one with every line that explains it or is missing, and another check. */
export function payoutRoutes({ db, reconcile }: PayoutRoutesDependencies): Router {
  const router = express.Router();

  async function need(id: string): Promise<KeptPayout> {
    const payout = await findPayout(db, id);
    if (!payout) throw new Problem('not_found', { detail: 'No such payout.' });
    return payout;
  }

  router.get('/payouts', async (req, res) => {
    const { data, nextCursor } = await payoutPage(db, validate(query, req.query));
    res.json({ data: data.map(shown), nextCursor });
  });

  router.get('/payouts.csv', async (req, res) => {
    await sendCsv(res, payoutCsv(db, validate(payoutFilter, req.query)));
  });

  router.get('/payouts/:id.csv', async (req, res) => {
    const { id } = await need(req.params.id);
    await sendCsv(res, payoutLineCsv(db, id));
  });

  router.get('/payouts/:id', async (req, res) => {
    const payout = await need(req.params.id);
    res.json({ ...shown(payout), lines: await listPayoutLines(db, payout.id) });
  });

  router.post('/payouts/:id/checks', async (req, res) => {
    res.json(await reconcile.checkOne(await need(req.params.id)));
  });

  return router;
}

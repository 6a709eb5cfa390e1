import express, { type Router } from 'express';
import { z } from 'zod';
import type { Clock } from '../ground/clock.ts';
import { sendCsv } from '../ground/csv.ts';
import { pageQuery } from '../ground/listPage.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { type Balance, type BookedTransfer, listBalances } from '../ledger/store.ts';
import { balanceCsv, transferCsv, transferFilter, transferPage } from '../ledger/transferList.ts';

const query = transferFilter.extend(pageQuery);
const balancesQuery = z.object({
  at: z.iso
    .datetime({ offset: true, error: 'must be a time such as 2026-11-30T23:59:59Z' })
    .optional(),
});

const shown = ({ sequence: _, ...transfer }: BookedTransfer) => transfer;

/** The ledger for finance: transfers and what the accounts hold. */
export function ledgerRoutes({ db, clock }: { db: Database; clock: Clock }): Router {
  const router = express.Router();

  const balances = async (given: unknown): Promise<Balance[]> => {
    const { at } = validate(balancesQuery, given);
    return listBalances(db, at ? new Date(at) : clock.now());
  };

  router.get('/transfers', async (req, res) => {
    const { data, nextCursor } = await transferPage(db, validate(query, req.query));
    res.json({ data: data.map(shown), nextCursor });
  });

  router.get('/transfers.csv', async (req, res) => {
    await sendCsv(res, transferCsv(db, validate(transferFilter, req.query)));
  });

  router.get('/balances', async (req, res) => {
    res.json({ data: await balances(req.query), nextCursor: null });
  });

  router.get('/balances.csv', async (req, res) => {
    await sendCsv(
      res,
      balanceCsv(() => balances(req.query)),
    );
  });

  return router;
}

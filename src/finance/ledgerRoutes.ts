import express, { type Router } from 'express';
import { z } from 'zod';
import type { Clock } from '../ground/clock.ts';
import { sendCsv } from '../ground/csv.ts';
import { type Page, pageOf, pageQuery, readCursor, writeCursor } from '../ground/listPage.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { isAccount } from '../ledger/account.ts';
import { type Balance, type BookedTransfer, listBalances, listTransfers } from '../ledger/store.ts';

const filter = z.object({
  source: z.string().max(255).optional(),
  account: z.string().refine(isAccount, 'is not in the chart of accounts').optional(),
  publisher: z.string().max(80).optional(),
});
const query = filter.extend(pageQuery);
const cursor = z.tuple([z.int()]);
const balancesQuery = z.object({
  at: z.iso
    .datetime({ offset: true, error: 'must be a time such as 2026-11-30T23:59:59Z' })
    .optional(),
});

const shown = ({ sequence: _, ...transfer }: BookedTransfer) => transfer;

/** The ledger for finance: transfers and what the accounts hold. */
export function ledgerRoutes({ db, clock }: { db: Database; clock: Clock }): Router {
  const router = express.Router();

  async function page(wanted: z.output<typeof query>): Promise<Page<BookedTransfer>> {
    const before = readCursor(wanted.after, cursor)?.[0];
    const rows = await listTransfers(db, { ...wanted, before, limit: wanted.limit + 1 });
    return pageOf(rows, wanted.limit, (row) => writeCursor([row.sequence]));
  }

  const balances = async (given: unknown): Promise<Balance[]> => {
    const { at } = validate(balancesQuery, given);
    return listBalances(db, at ? new Date(at) : clock.now());
  };

  router.get('/transfers', async (req, res) => {
    const { data, nextCursor } = await page(validate(query, req.query));
    res.json({ data: data.map(shown), nextCursor });
  });

  router.get('/transfers.csv', async (req, res) => {
    const wanted = validate(filter, req.query);
    await sendCsv<BookedTransfer>(res, {
      name: 'transfers',
      columns: ['id', 'source', 'publisher', 'kind', 'gift', 'at', 'account', 'currency', 'amount'],
      lines: (t) =>
        t.entries.map((e) => [
          t.id,
          t.source,
          t.publisher,
          t.kind,
          t.giftId,
          t.at,
          e.account,
          e.currency,
          e.amount,
        ]),
      pages: (after) => page({ ...wanted, after, limit: 200 }),
    });
  });

  router.get('/balances', async (req, res) => {
    res.json({ data: await balances(req.query), nextCursor: null });
  });

  router.get('/balances.csv', async (req, res) => {
    const data = await balances(req.query);
    await sendCsv<Balance>(res, {
      name: 'balances',
      columns: ['publisher', 'account', 'currency', 'amount'],
      lines: (b) => [[b.publisher, b.account, b.currency, b.amount]],
      pages: async () => ({ data, nextCursor: null }),
    });
  });

  return router;
}

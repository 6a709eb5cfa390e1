import express, { type Router } from 'express';
import { z } from 'zod';
import { sendCsv } from '../ground/csv.ts';
import { type Page, pageOf, pageQuery, readCursor, writeCursor } from '../ground/listPage.ts';
import { Problem } from '../ground/problem.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { payoutStatuses } from '../ledger/payout.ts';
import { findPayout, type KeptPayout, listPayouts } from '../ledger/payoutStore.ts';
import { listPayoutLines, type PayoutLine } from '../reconcile/payoutLines.ts';
import type { Reconcile } from '../reconcile/reconcile.ts';

const filter = z.object({
  publisher: z.string().max(80).optional(),
  status: z.enum(payoutStatuses, `must be one of ${payoutStatuses.join(', ')}`).optional(),
  reconciled: z
    .enum(['yes', 'no'], 'must be yes or no')
    .transform((word) => word === 'yes')
    .optional(),
});
const query = filter.extend(pageQuery);
const cursor = z.tuple([z.iso.datetime(), z.string()]);

const shown = ({ readAt: _, reconciledAt, ...payout }: KeptPayout) => ({
  ...payout,
  reconciled: reconciledAt !== null,
  reconciledAt,
});

const columns = [
  'id',
  'publisher',
  'amount',
  'currency',
  'status',
  'created_at',
  'arrives_at',
  'reconciled_at',
  'unexplained',
];
const cellsOf = (p: KeptPayout) => [
  p.id,
  p.publisher,
  p.amount,
  p.currency,
  p.status,
  p.createdAt,
  p.arrivesAt,
  p.reconciledAt,
  p.unexplained,
];

const lineColumns = [
  'source',
  'kind',
  'at',
  'currency',
  'stripe_amount',
  'stripe_fee',
  'stripe_net',
  'our_fee',
  'our_net',
  'verdict',
  'added_by_check',
];
const lineCells = (line: PayoutLine) => [
  line.source,
  line.kind,
  line.at,
  line.currency,
  line.stripe.amount,
  line.stripe.fee,
  line.stripe.net,
  line.ours?.fee,
  line.ours?.net,
  line.verdict,
  line.addedByCheck,
];

export interface PayoutRoutesDependencies {
  readonly db: Database;
  readonly reconcile: Reconcile;
}

/** Payouts for finance: list, one with every line that explains it or is missing, and another check. */
export function payoutRoutes({ db, reconcile }: PayoutRoutesDependencies): Router {
  const router = express.Router();

  async function page(wanted: z.output<typeof query>): Promise<Page<KeptPayout>> {
    const last = readCursor(wanted.after, cursor);
    const after = last && { createdAt: new Date(last[0]), id: last[1] };
    const rows = await listPayouts(db, { ...wanted, after, limit: wanted.limit + 1 });
    return pageOf(rows, wanted.limit, (row) => writeCursor([row.createdAt.toISOString(), row.id]));
  }

  async function need(id: string): Promise<KeptPayout> {
    const payout = await findPayout(db, id);
    if (!payout) throw new Problem('not_found', { detail: 'No such payout.' });
    return payout;
  }

  router.get('/payouts', async (req, res) => {
    const { data, nextCursor } = await page(validate(query, req.query));
    res.json({ data: data.map(shown), nextCursor });
  });

  router.get('/payouts.csv', async (req, res) => {
    const wanted = validate(filter, req.query);
    await sendCsv<KeptPayout>(res, {
      name: 'payouts',
      columns,
      lines: (payout) => [cellsOf(payout)],
      pages: (after) => page({ ...wanted, after, limit: 200 }),
    });
  });

  router.get('/payouts/:id.csv', async (req, res) => {
    const { id } = await need(req.params.id);
    await sendCsv<PayoutLine>(res, {
      name: id,
      columns: lineColumns,
      lines: (line) => [lineCells(line)],
      pages: async () => ({ data: await listPayoutLines(db, id), nextCursor: null }),
    });
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

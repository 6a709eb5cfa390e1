import express, { type Router } from 'express';
import { z } from 'zod';
import type { Clock } from '../ground/clock.ts';
import { sendCsv } from '../ground/csv.ts';
import { pageQuery } from '../ground/listPage.ts';
import { csv, json, listOf } from '../ground/operation.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { type Account, chart } from '../ledger/account.ts';
import { type Balance, type BookedTransfer, listBalances } from '../ledger/store.ts';
import { balanceCsv, transferCsv, transferFilter, transferPage } from '../ledger/transferList.ts';
import type { FinanceOperation } from './operation.ts';

const query = transferFilter.extend(pageQuery);
const balancesQuery = z.object({
  at: z.iso
    .datetime({ offset: true, error: 'must be a time such as 2026-11-30T23:59:59Z' })
    .optional(),
});

const accounts = Object.keys(chart) as [Account, ...Account[]];
const entrySchema = z.strictObject({
  account: z.enum(accounts),
  currency: z.string(),
  amount: z.int().describe('minor units; positive is a debit, negative a credit'),
});
export const transferSchema = z
  .strictObject({
    id: z.string(),
    source: z.string().describe('the balance transaction at Stripe that it books'),
    publisher: z.string(),
    kind: z.string().describe('Stripe’s type of the movement'),
    giftId: z.string().nullable(),
    at: z.date(),
    broughtBy: z.enum(['event', 'reconciliation']),
    entries: z.array(entrySchema).describe('add up to nothing per currency'),
  })
  .meta({ id: 'Transfer' });
const balancesSchema = listOf(z.strictObject({ publisher: z.string(), ...entrySchema.shape }));

export const shownTransfer = ({
  sequence: _,
  ...transfer
}: BookedTransfer): z.output<typeof transferSchema> => transfer;

/** The ledger for finance: transfers and what the accounts hold. */
export function ledgerRoutes({ db, clock }: { db: Database; clock: Clock }): Router {
  const router = express.Router();

  const balances = async (given: unknown): Promise<Balance[]> => {
    const { at } = validate(balancesQuery, given);
    return listBalances(db, at ? new Date(at) : clock.now());
  };

  router.get('/transfers', async (req, res) => {
    const { data, nextCursor } = await transferPage(db, validate(query, req.query));
    res.json({ data: data.map(shownTransfer), nextCursor });
  });

  router.get('/transfers.csv', async (req, res) => {
    await sendCsv(res, transferCsv(db, validate(transferFilter, req.query)));
  });

  router.get('/balances', async (req, res) => {
    const answer: z.output<typeof balancesSchema> = {
      data: await balances(req.query),
      nextCursor: null,
    };
    res.json(answer);
  });

  router.get('/balances.csv', async (req, res) => {
    await sendCsv(
      res,
      balanceCsv(() => balances(req.query)),
    );
  });

  return router;
}

export const ledgerOperations: FinanceOperation[] = [
  {
    id: 'listTransfers',
    method: 'get',
    path: '/transfers',
    summary: 'Lists the ledger, what moved last first',
    query,
    answers: { 200: json(listOf(transferSchema), 'A page of transfers.') },
  },
  {
    id: 'exportTransfers',
    method: 'get',
    path: '/transfers.csv',
    summary: 'The ledger as CSV, a line for each entry',
    query: transferFilter,
    answers: { 200: csv },
  },
  {
    id: 'listBalances',
    method: 'get',
    path: '/balances',
    summary: 'Tells what every account holds, now or at an instant',
    query: balancesQuery,
    answers: { 200: json(balancesSchema, 'All of them, on one page.') },
  },
  {
    id: 'exportBalances',
    method: 'get',
    path: '/balances.csv',
    summary: 'The balances as CSV',
    query: balancesQuery,
    answers: { 200: csv },
  },
];

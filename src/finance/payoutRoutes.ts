import express, { type Router } from 'express';
import { z } from 'zod';
import { sendCsv } from '../ground/csv.ts';
import { pageQuery } from '../ground/listPage.ts';
import { csv, json, listOf } from '../ground/operation.ts';
import { Problem } from '../ground/problem.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { payoutStatuses } from '../ledger/payout.ts';
import { findPayout, type KeptPayout } from '../ledger/payoutStore.ts';
import { listPayoutLines } from '../reconcile/payoutLines.ts';
import { payoutCsv, payoutFilter, payoutLineCsv, payoutPage } from '../reconcile/payoutList.ts';
import type { Reconcile } from '../reconcile/reconcile.ts';
import { checkedPayoutSchema } from './checkSchemas.ts';
import type { FinanceOperation } from './operation.ts';

const query = payoutFilter.extend(pageQuery);

const payoutSchema = z
  .strictObject({
    id: z.string(),
    publisher: z.string(),
    amount: z.int().describe('minor units'),
    currency: z.string(),
    status: z.enum(payoutStatuses),
    automatic: z.boolean().describe('made by Stripe’s schedule: only those say what they hold'),
    movement: z.string().nullable().describe('the balance transaction that took it from Stripe'),
    failureMovement: z.string().nullable().describe('the one that brought it back'),
    createdAt: z.date(),
    arrivesAt: z.date(),
    stripeReconciliation: z.enum(['completed', 'in_progress', 'not_applicable']),
    checkedAt: z.date().nullable(),
    reconciled: z.boolean().describe('whether our ledger explains every cent of it'),
    reconciledAt: z.date().nullable(),
    unexplained: z.int().nullable().describe('minor units; null before the first check'),
  })
  .meta({ id: 'Payout' });
const lineSchema = z.strictObject({
  source: z.string().describe('the balance transaction'),
  kind: z.string(),
  at: z.date(),
  currency: z.string(),
  stripe: z.strictObject({ amount: z.int(), fee: z.int(), net: z.int() }).readonly(),
  ours: z
    .strictObject({ transfer: z.string(), fee: z.int(), net: z.int() })
    .readonly()
    .nullable()
    .describe('null: not in the ledger'),
  verdict: z.enum(['explained', 'missing', 'differs']),
  addedByCheck: z.boolean().describe('no event had brought it'),
});
const wholePayoutSchema = payoutSchema
  .extend({ lines: z.array(lineSchema) })
  .meta({ id: 'WholePayout' });

const shown = ({
  readAt: _,
  reconciledAt,
  ...payout
}: KeptPayout): z.output<typeof payoutSchema> => ({
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
    const lines = await listPayoutLines(db, payout.id);
    const answer: z.output<typeof wholePayoutSchema> = { ...shown(payout), lines };
    res.json(answer);
  });

  router.post('/payouts/:id/checks', async (req, res) => {
    const payout = await need(req.params.id);
    const answer: z.output<typeof checkedPayoutSchema> = await reconcile.checkOne(payout);
    res.json(answer);
  });

  return router;
}

const parameters = z.object({ id: z.string().describe('Stripe’s id of the payout') });

export const payoutOperations: FinanceOperation[] = [
  {
    id: 'listPayouts',
    method: 'get',
    path: '/payouts',
    summary: 'Lists payouts, reconciled or not, the newest first',
    query,
    answers: { 200: json(listOf(payoutSchema), 'A page of payouts.') },
  },
  {
    id: 'exportPayouts',
    method: 'get',
    path: '/payouts.csv',
    summary: 'The payouts as CSV',
    query: payoutFilter,
    answers: { 200: csv },
  },
  {
    id: 'readPayout',
    method: 'get',
    path: '/payouts/:id',
    summary: 'One payout, with every line that explains it or is missing',
    parameters,
    answers: { 200: json(wholePayoutSchema, 'The payout.') },
    problems: ['not_found'],
  },
  {
    id: 'exportPayout',
    method: 'get',
    path: '/payouts/:id.csv',
    summary: 'The lines of a payout as CSV',
    parameters,
    answers: { 200: csv },
    problems: ['not_found'],
  },
  {
    id: 'checkPayout',
    method: 'post',
    path: '/payouts/:id/checks',
    summary: 'Holds a payout against Stripe again',
    about: 'Adds to the ledger what is missing in it. May be repeated.',
    parameters,
    answers: { 200: json(checkedPayoutSchema, 'What the check found.') },
    problems: ['not_found', 'payment_provider_refused', 'payment_provider_unavailable'],
  },
];

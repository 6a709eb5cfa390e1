import express, { type Router } from 'express';
import { z } from 'zod';
import type { Gift } from '../giving/gift.ts';
import { giftCsv, giftFilter, giftPage, giftStatuses } from '../giving/giftList.ts';
import { findGift } from '../giving/giftStore.ts';
import { sendCsv } from '../ground/csv.ts';
import { pageQuery } from '../ground/listPage.ts';
import { csv, json, listOf } from '../ground/operation.ts';
import { Problem } from '../ground/problem.ts';
import { frequencies } from '../ground/publisher.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import { listTransfers } from '../ledger/store.ts';
import { shownTransfer, transferSchema } from './ledgerRoutes.ts';
import type { FinanceOperation } from './operation.ts';

const query = giftFilter.extend(pageQuery);

const giftSchema = z
  .strictObject({
    id: z.string(),
    publisher: z.string(),
    frequency: z.enum(frequencies),
    amount: z.int().describe('minor units, each time'),
    currency: z.string(),
    status: z.enum(giftStatuses),
    customerId: z.string().nullable(),
    subscriptionId: z.string().nullable(),
    paymentIntentId: z.string().nullable(),
    campaign: z.string().nullable(),
    variant: z.string().nullable(),
    startedAt: z.date(),
    paidUntil: z.date().nullable(),
    endsAt: z.date().nullable().describe('when it will end, where its supporter has said so'),
    endedAt: z.date().nullable(),
    readAt: z.date().describe('when Stripe was asked for what stands here'),
  })
  .meta({ id: 'Gift' });
const wholeGiftSchema = giftSchema
  .extend({ transfers: z.array(transferSchema).describe('what it moved, the last 200') })
  .meta({ id: 'WholeGift' });

// Who gave is Stripe's to keep: finance sees the gift and its references, never the reader.
const shown = ({ readerTag: _, pledgeId: __, ...gift }: Gift): z.output<typeof giftSchema> => gift;

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
    const answer: z.output<typeof wholeGiftSchema> = {
      ...shown(gift),
      transfers: transfers.map(shownTransfer),
    };
    res.json(answer);
  });

  return router;
}

export const giftOperations: FinanceOperation[] = [
  {
    id: 'listGifts',
    method: 'get',
    path: '/gifts',
    summary: 'Lists gifts, the newest first',
    query,
    answers: { 200: json(listOf(giftSchema), 'A page of gifts. Nothing says who gave.') },
  },
  {
    id: 'exportGifts',
    method: 'get',
    path: '/gifts.csv',
    summary: 'The gifts as CSV',
    query: giftFilter,
    answers: { 200: csv },
  },
  {
    id: 'readOneGift',
    method: 'get',
    path: '/gifts/:id',
    summary: 'One gift, with all that it moved',
    parameters: z.object({ id: z.string().describe('our id of the gift') }),
    answers: { 200: json(wholeGiftSchema, 'The gift.') },
    problems: ['not_found'],
  },
];

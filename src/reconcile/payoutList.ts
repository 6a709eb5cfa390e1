import { z } from 'zod';
import type { CsvTable } from '../ground/csv.ts';
import { cursorMoment, type Page, pageOf, readCursor, writeCursor } from '../ground/listPage.ts';
import type { Queryable } from '../ground/sql.ts';
import { payoutStatuses } from '../ledger/payout.ts';
import { type KeptPayout, listPayouts } from '../ledger/payoutStore.ts';
import { listPayoutLines, type PayoutLine } from './payoutLines.ts';

/** By what the list of payouts can be narrowed, as it stands in an address. */
export const payoutFilter = z.object({
  publisher: z.string().max(80).optional(),
  status: z.enum(payoutStatuses, `must be one of ${payoutStatuses.join(', ')}`).optional(),
  reconciled: z
    .enum(['yes', 'no'], 'must be yes or no')
    .transform((word) => word === 'yes')
    .optional(),
});
export type PayoutFilter = z.output<typeof payoutFilter>;

const cursor = z.tuple([cursorMoment, z.string()]);

/** A page of payouts, the newest first. @throws Problem where the cursor is none */
export async function payoutPage(
  db: Queryable,
  { after, limit, ...filter }: PayoutFilter & { after?: string | undefined; limit: number },
): Promise<Page<KeptPayout>> {
  const last = readCursor(after, cursor);
  const place = last && { createdAt: new Date(last[0]), id: last[1] };
  const rows = await listPayouts(db, { ...filter, after: place, limit: limit + 1 });
  return pageOf(rows, limit, (row) => writeCursor([row.createdAt.toISOString(), row.id]));
}

/** The list of payouts as a table for spreadsheets. */
export const payoutCsv = (db: Queryable, filter: PayoutFilter): CsvTable<KeptPayout> => ({
  name: 'payouts',
  columns: [
    'id',
    'publisher',
    'amount',
    'currency',
    'status',
    'created_at',
    'arrives_at',
    'reconciled_at',
    'unexplained',
  ],
  lines: (p) => [
    [
      p.id,
      p.publisher,
      p.amount,
      p.currency,
      p.status,
      p.createdAt,
      p.arrivesAt,
      p.reconciledAt,
      p.unexplained,
    ],
  ],
  pages: (after) => payoutPage(db, { ...filter, after, limit: 200 }),
});

/** What Stripe says and what we say of each line of a payout, as a table for spreadsheets. */
export const payoutLineCsv = (db: Queryable, id: string): CsvTable<PayoutLine> => ({
  name: id,
  columns: [
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
  ],
  lines: (line) => [
    [
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
    ],
  ],
  pages: async () => ({ data: await listPayoutLines(db, id), nextCursor: null }),
});

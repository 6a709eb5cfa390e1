import { z } from 'zod';
import type { CsvTable } from '../ground/csv.ts';
import { cursorMoment, type Page, pageOf, readCursor, writeCursor } from '../ground/listPage.ts';
import type { Queryable } from '../ground/sql.ts';
import type { Gift } from './gift.ts';
import { type GiftFilter, listGifts } from './giftStore.ts';

export const giftStatuses = [
  'pending',
  'active',
  'past_due',
  'paused',
  'ended',
  'given',
  'failed',
] as const;

/** By what the list of gifts can be narrowed, as it stands in an address. */
export const giftFilter = z.object({
  publisher: z.string().max(80).optional(),
  status: z.enum(giftStatuses).optional(),
});

const cursor = z.tuple([cursorMoment, z.string()]);
type Wanted = Omit<GiftFilter, 'after' | 'limit'>;

/** A page of gifts, the newest first. @throws Problem where the cursor is none */
export async function giftPage(
  db: Queryable,
  { after, limit, ...filter }: Wanted & { after?: string | undefined; limit: number },
): Promise<Page<Gift>> {
  const last = readCursor(after, cursor);
  const place = last && { startedAt: new Date(last[0]), id: last[1] };
  const rows = await listGifts(db, { ...filter, after: place, limit: limit + 1 });
  return pageOf(rows, limit, (row) => writeCursor([row.startedAt.toISOString(), row.id]));
}

const columns =
  'id publisher frequency amount currency status started_at paid_until ends_at ended_at customer subscription payment';

/** Gifts as a table for spreadsheets. Who gave is not among it. */
export const giftCsv = (db: Queryable, filter: Wanted): CsvTable<Gift> => ({
  name: 'gifts',
  columns: columns.split(' '),
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
  pages: (after) => giftPage(db, { ...filter, after, limit: 200 }),
});

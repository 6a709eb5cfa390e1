import { z } from 'zod';
import type { CsvTable } from '../ground/csv.ts';
import { type Page, pageOf, readCursor, writeCursor } from '../ground/listPage.ts';
import type { Queryable } from '../ground/sql.ts';
import { type RefundRequest, refundsBefore } from './refundStore.ts';

const cursor = z.tuple([z.iso.datetime(), z.string().max(80)]);
const most = 200;

/** Refunds that were ordered, the latest first, whatever became of them. @throws Problem invalid_request for a cursor of another list */
export async function refundPage(
  db: Queryable,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<Page<RefundRequest>> {
  const rows = await refundsBefore(db, readCursor(after, cursor), limit + 1);
  return pageOf(rows, limit, ({ askedAt, id }) => writeCursor([askedAt.toISOString(), id]));
}

/** All of them as a table for spreadsheets. @param names of staff by id */
export const refundCsv = (
  db: Queryable,
  names: ReadonlyMap<string, string>,
): CsvTable<RefundRequest> => ({
  name: 'refunds',
  columns: [
    ...['id', 'gift', 'publisher', 'charge', 'amount', 'currency', 'reason', 'status', 'asked_by'],
    ...['asked_at', 'decided_by', 'decided_at', 'refund', 'error'],
  ],
  lines: (one) => [
    [
      one.id,
      one.giftId,
      one.publisher,
      one.chargeId,
      one.amount,
      one.currency,
      one.reason,
      one.status,
      names.get(one.askedBy) ?? one.askedBy,
      one.askedAt,
      one.decidedBy && (names.get(one.decidedBy) ?? one.decidedBy),
      one.decidedAt,
      one.refundId,
      one.error,
    ],
  ],
  pages: (after) => refundPage(db, { after, limit: most }),
});

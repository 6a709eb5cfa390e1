import { z } from 'zod';
import type { CsvTable } from '../ground/csv.ts';
import { cursorMoment, type Page, pageOf, readCursor, writeCursor } from '../ground/listPage.ts';
import type { Queryable } from '../ground/sql.ts';
import { type RefundRequest, refundStatuses, refundsBefore } from './refundStore.ts';

const cursor = z.tuple([cursorMoment, z.string().max(80)]);
const most = 200;

/** What a list of refunds can be narrowed by. */
export const refundFilter = z.object({ status: z.enum(refundStatuses).optional() });
type RefundFilter = z.output<typeof refundFilter>;

/** Refunds that were ordered, the latest first. @throws Problem invalid_request for a cursor of another list */
export async function refundPage(
  db: Queryable,
  { after, limit, status }: RefundFilter & { after?: string | undefined; limit: number },
): Promise<Page<RefundRequest>> {
  const before = readCursor(after, cursor);
  const rows = await refundsBefore(db, { before, status, limit: limit + 1 });
  return pageOf(rows, limit, ({ askedAt, id }) => writeCursor([askedAt.toISOString(), id]));
}

/** They as a table for spreadsheets. @param names of staff by id */
export const refundCsv = (
  db: Queryable,
  wanted: RefundFilter,
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
  pages: (after) => refundPage(db, { ...wanted, after, limit: most }),
});

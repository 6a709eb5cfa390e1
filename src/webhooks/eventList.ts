import { z } from 'zod';
import type { CsvTable } from '../ground/csv.ts';
import { cursorMoment, type Page, pageOf, readCursor, writeCursor } from '../ground/listPage.ts';
import type { Queryable } from '../ground/sql.ts';
import { type EventFilter, type EventRow, listEvents } from './eventStore.ts';
import { type EventStatus, eventStatuses } from './inbox.ts';

/** By what the inbox can be narrowed, as it stands in an address. */
export const eventFilter = z.object({
  status: z
    .enum(
      eventStatuses as [EventStatus, ...EventStatus[]],
      `must be one of ${eventStatuses.join(', ')}`,
    )
    .optional(),
  type: z.string().max(255).optional(),
  publisher: z.string().max(80).optional(),
});

const cursor = z.tuple([cursorMoment, z.int()]);

/** A page of the inbox, what came last first. @throws Problem where the cursor is none */
export async function eventPage(
  db: Queryable,
  { after, limit, ...filter }: EventFilter & { after?: string | undefined; limit: number },
): Promise<Page<EventRow>> {
  const last = readCursor(after, cursor);
  const place = last && { receivedAt: new Date(last[0]), sequence: last[1] };
  const rows = await listEvents(db, { ...filter, after: place, limit: limit + 1 });
  return pageOf(rows, limit, (row) => writeCursor([row.receivedAt.toISOString(), row.sequence]));
}

/** The inbox as a table for spreadsheets. */
export const eventCsv = (db: Queryable, filter: EventFilter): CsvTable<EventRow> => ({
  name: 'events',
  columns: [
    'id',
    'type',
    'publisher',
    'created',
    'received_at',
    'status',
    'attempts',
    'deliveries',
    'reason',
    'error',
    'amount',
    'currency',
  ],
  lines: (e) => [
    [
      e.id,
      e.type,
      e.publisher,
      e.created,
      e.receivedAt,
      e.status,
      e.attempts,
      e.deliveries,
      e.reason,
      e.error,
      e.amount,
      e.currency,
    ],
  ],
  pages: (after) => eventPage(db, { ...filter, after, limit: 200 }),
});

import type { CsvTable } from '../ground/csv.ts';
import { pageOf } from '../ground/listPage.ts';
import type { Queryable } from '../ground/sql.ts';
import type { Incident } from './incident.ts';
import { type IncidentFilter, listIncidents } from './store.ts';

const limit = 200;

/** Incidents as a table for spreadsheets, the newest first. */
export const incidentCsv = (
  db: Queryable,
  wanted: Omit<IncidentFilter, 'limit' | 'before'>,
): CsvTable<Incident> => ({
  name: 'incidents',
  columns: [
    'id',
    'kind',
    'subject',
    'publisher',
    'gift',
    'opened_at',
    'closed_at',
    'settled_by',
    'settled_reason',
    'detail',
  ],
  lines: (one) => [
    [
      one.id,
      one.kind,
      one.subject,
      one.publisher,
      one.giftId,
      one.openedAt,
      one.closedAt,
      one.settledBy,
      one.settledReason,
      JSON.stringify(one.detail),
    ],
  ],
  async pages(after) {
    const before = after === undefined ? undefined : Number(after);
    const rows = await listIncidents(db, { ...wanted, before, limit: limit + 1 });
    return pageOf(rows, limit, ({ id }) => String(id));
  },
});

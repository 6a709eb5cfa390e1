import { z } from 'zod';
import type { CsvTable } from '../ground/csv.ts';
import { cursorMoment, type Page, pageOf, readCursor, writeCursor } from '../ground/listPage.ts';
import type { Queryable } from '../ground/sql.ts';
import { isAccount } from './account.ts';
import { type Balance, type BookedTransfer, listTransfers, type TransferFilter } from './store.ts';

/** By what the journal can be narrowed, as it stands in an address. */
export const transferFilter = z.object({
  source: z.string().max(255).optional(),
  account: z.string().refine(isAccount, 'is not in the chart of accounts').optional(),
  publisher: z.string().max(80).optional(),
});

const cursor = z.tuple([cursorMoment, z.int()]);
type Wanted = Omit<TransferFilter, 'after' | 'limit'>;

/** A page of the journal, what moved last first. @throws Problem where the cursor is none */
export async function transferPage(
  db: Queryable,
  { after, limit, ...filter }: Wanted & { after?: string | undefined; limit: number },
): Promise<Page<BookedTransfer>> {
  const last = readCursor(after, cursor);
  const place = last && { at: new Date(last[0]), sequence: last[1] };
  const rows = await listTransfers(db, { ...filter, after: place, limit: limit + 1 });
  return pageOf(rows, limit, (row) => writeCursor([row.at.toISOString(), row.sequence]));
}

/** The journal as a table for spreadsheets: a line for each entry. */
export const transferCsv = (db: Queryable, filter: Wanted): CsvTable<BookedTransfer> => ({
  name: 'transfers',
  columns: ['id', 'source', 'publisher', 'kind', 'gift', 'at', 'account', 'currency', 'amount'],
  lines: (t) =>
    t.entries.map((e) => [
      t.id,
      t.source,
      t.publisher,
      t.kind,
      t.giftId,
      t.at,
      e.account,
      e.currency,
      e.amount,
    ]),
  pages: (after) => transferPage(db, { ...filter, after, limit: 200 }),
});

/** Balances as a table for spreadsheets. */
export const balanceCsv = (balances: () => Promise<Balance[]>): CsvTable<Balance> => ({
  name: 'balances',
  columns: ['publisher', 'account', 'currency', 'amount'],
  lines: (b) => [[b.publisher, b.account, b.currency, b.amount]],
  pages: async () => ({ data: await balances(), nextCursor: null }),
});

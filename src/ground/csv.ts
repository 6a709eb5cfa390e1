import type { Response } from 'express';
import type { Page } from './listPage.ts';

type Cell = string | number | boolean | Date | null | undefined;

/**
 * One cell after RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe; numbers are numbers and
 * stay as they are. https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = value instanceof Date ? value.toISOString() : value;
  const safe = /^[=+\-@\t\r\0\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

export interface CsvTable<Row> {
  readonly name: string;
  readonly columns: readonly string[];
  /** The lines of one row: a transfer has one for each entry. */
  readonly lines: (row: Row) => readonly (readonly Cell[])[];
  readonly pages: (after: string | undefined) => Promise<Page<Row>>;
}

const roomIn = (res: Response): Promise<void> =>
  new Promise((resolve) => {
    const goOn = () => {
      res.off('drain', goOn).off('close', goOn);
      resolve();
    };
    res.on('drain', goOn).on('close', goOn);
  });

/** What tells a spreadsheet that a file is UTF-8; without it, letters beyond English ones come out as others. */
const byteOrderMark = '\ufeff';

/** Streams a whole list as CSV, a page at a time, at the pace of whoever reads it. @param isForPeople who open it in a spreadsheet */
export async function sendCsv<Row>(
  res: Response,
  table: CsvTable<Row>,
  { isForPeople = false } = {},
): Promise<void> {
  // The first page before the first byte, so that a fault still gets its proper answer.
  let page = await table.pages(undefined);
  res.status(200).set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${table.name}.csv"`,
    'Cache-Control': 'no-store',
  });
  res.write(`${isForPeople ? byteOrderMark : ''}${csvLine(table.columns)}`);
  for (;;) {
    const text = page.data.flatMap(table.lines).map(csvLine).join('');
    if (text && !res.write(text)) await roomIn(res);
    if (page.nextCursor === null || res.closed) break;
    page = await table.pages(page.nextCursor);
  }
  res.end();
}

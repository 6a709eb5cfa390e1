import { z } from 'zod';
import type { CsvTable } from '../ground/csv.ts';
import { type Page, pageOf, readCursor, writeCursor } from '../ground/listPage.ts';
import { type Queryable, toInteger } from '../ground/sql.ts';

/** One account over a time. */
export interface AccountSpan {
  readonly account: string;
  readonly publisher?: string | undefined;
  /** With this instant. */
  readonly from: Date;
  /** Without this instant. */
  readonly until: Date;
}

/** What an account held before a time, what moved in it, and what it held after; minor units. */
export interface AccountTotal {
  readonly currency: string;
  readonly opening: number;
  readonly debits: number;
  readonly credits: number;
  readonly closing: number;
}

/** Each currency of an account in which anything ever moved. */
export async function accountTotals(
  db: Queryable,
  { account, publisher, from, until }: AccountSpan,
): Promise<AccountTotal[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select e.currency, coalesce(sum(e.amount) filter (where t.at < $2), 0)::text as opening,
       coalesce(sum(e.amount) filter (where t.at >= $2 and e.amount > 0), 0)::text as debits,
       coalesce(-sum(e.amount) filter (where t.at >= $2 and e.amount < 0), 0)::text as credits
     from entry e join transfer t on t.id = e.transfer_id
     where e.account = $1 and t.at < $3 and ($4::text is null or t.publisher = $4)
     group by e.currency order by e.currency`,
    [account, from, until, publisher ?? null],
  );
  return rows.map((row) => {
    const [opening, debits, credits] = [row.opening, row.debits, row.credits].map(toInteger) as [
      number,
      number,
      number,
    ];
    const closing = opening + debits - credits;
    return { currency: row.currency as string, opening, debits, credits, closing };
  });
}

/** One line of an account. */
export interface AccountLine {
  readonly sequence: number;
  readonly at: Date;
  readonly source: string;
  readonly kind: string;
  readonly publisher: string;
  readonly giftId: string | null;
  readonly currency: string;
  readonly amount: number;
}

const cursor = z.tuple([z.iso.datetime(), z.int()]);

/** A page of an account's lines in order of time. @throws Problem where the cursor is none */
export async function accountPage(
  db: Queryable,
  span: AccountSpan,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<Page<AccountLine>> {
  const last = readCursor(after, cursor);
  const { rows } = await db.query<Record<string, unknown>>(
    `select t.sequence, t.at, t.source, t.kind, t.publisher, t.gift_id, e.currency, sum(e.amount)::text as amount
     from entry e join transfer t on t.id = e.transfer_id
     where e.account = $1 and t.at >= $2 and t.at < $3 and ($4::text is null or t.publisher = $4)
       and ($5::timestamptz is null or (t.at, t.sequence) > ($5, $6))
     group by t.id, e.currency order by t.at, t.sequence limit $7`,
    [
      span.account,
      span.from,
      span.until,
      span.publisher ?? null,
      last ? new Date(last[0]) : null,
      last?.[1] ?? null,
      limit + 1,
    ],
  );
  const lines = rows.map((row) => ({
    sequence: toInteger(row.sequence),
    at: row.at as Date,
    source: row.source as string,
    kind: row.kind as string,
    publisher: row.publisher as string,
    giftId: row.gift_id as string | null,
    currency: row.currency as string,
    amount: toInteger(row.amount),
  }));
  return pageOf(lines, limit, (row) => writeCursor([row.at.toISOString(), row.sequence]));
}

/** An account as a table for spreadsheets. */
export const accountCsv = (db: Queryable, span: AccountSpan): CsvTable<AccountLine> => ({
  name: `account-${span.account.replace(':', '-')}`,
  columns: ['at', 'source', 'kind', 'publisher', 'gift', 'currency', 'amount'],
  lines: (l) => [[l.at, l.source, l.kind, l.publisher, l.giftId, l.currency, l.amount]],
  pages: (after) => accountPage(db, span, { after, limit: 200 }),
});

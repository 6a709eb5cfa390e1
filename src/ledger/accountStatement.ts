import { z } from 'zod';
import type { CsvTable } from '../ground/csv.ts';
import { cursorMoment, type Page, pageOf, readCursor, writeCursor } from '../ground/listPage.ts';
import { type Queryable, toInteger } from '../ground/sql.ts';
import { type Turnover, turnoverBefore } from './turnover.ts';

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
  const [before = [], all = []] = await turnoverBefore(db, [from, until], account);
  const sumOf = (turnover: readonly Turnover[], currency: string) => {
    const wanted = turnover.filter(
      (one) => one.currency === currency && (!publisher || one.publisher === publisher),
    );
    return {
      debits: wanted.reduce((sum, { debits }) => sum + debits, 0),
      credits: wanted.reduce((sum, { credits }) => sum + credits, 0),
    };
  };
  const currencies = all
    .filter((one) => !publisher || one.publisher === publisher)
    .map(({ currency }) => currency);
  return [...new Set(currencies)].sort().map((currency) => {
    const [then, now] = [sumOf(before, currency), sumOf(all, currency)];
    const [opening, closing] = [then.debits - then.credits, now.debits - now.credits];
    const [debits, credits] = [now.debits - then.debits, now.credits - then.credits];
    return { currency, opening, debits, credits, closing };
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

const cursor = z.tuple([cursorMoment, z.int(), z.string()]);

/** A page of an account's lines in order of time. @throws Problem where the cursor is none */
export async function accountPage(
  db: Queryable,
  span: AccountSpan,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<Page<AccountLine>> {
  const last = readCursor(after, cursor);
  const { rows } = await db.query<Record<string, unknown>>(
    `select l.*, t.source, t.kind, t.publisher, t.gift_id from (
       select at, sequence, currency, sum(amount)::text as amount from entry
       where account = $1 and at >= $2 and at < $3 and ($4::text is null or publisher = $4)
         and ($5::timestamptz is null or (at, sequence) >= ($5, $6::bigint)) and ($5::timestamptz is null or (at, sequence, currency) > ($5, $6, $7::text))
       group by at, sequence, currency order by at, sequence, currency limit $8
     ) l join transfer t on t.sequence = l.sequence order by l.at, l.sequence, l.currency`,
    [
      span.account,
      span.from,
      span.until,
      span.publisher ?? null,
      last ? new Date(last[0]) : null,
      last?.[1] ?? null,
      last?.[2] ?? null,
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
  return pageOf(lines, limit, (row) =>
    writeCursor([row.at.toISOString(), row.sequence, row.currency]),
  );
}

/** An account as a table for spreadsheets. */
export const accountCsv = (db: Queryable, span: AccountSpan): CsvTable<AccountLine> => ({
  name: `account-${span.account.replace(':', '-')}`,
  columns: ['at', 'source', 'kind', 'publisher', 'gift', 'currency', 'amount'],
  lines: (l) => [[l.at, l.source, l.kind, l.publisher, l.giftId, l.currency, l.amount]],
  pages: (after) => accountPage(db, span, { after, limit: 200 }),
});

import type { Queryable, Transaction } from '../../ground/sql.ts';
import { arrayLiteral, textArray } from '../../ground/textArray.ts';
import type { ObjectType } from './objectTypes.ts';

interface Row {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly refs: readonly string[];
}

/** A row as it is kept: the body, and what is never answered, as JSON text. */
export interface KeptRow extends Row {
  readonly text: string;
  readonly hidden: string | null;
}

export interface ObjectRow extends Row {
  readonly body: unknown;
  readonly hidden: unknown;
}

/** @returns a body that is nobody else's */
export const openRow = ({ text, hidden, ...row }: KeptRow): ObjectRow => ({
  ...row,
  body: JSON.parse(text),
  hidden: hidden === null ? null : JSON.parse(hidden),
});

export const closeRow = ({ body, hidden, ...row }: ObjectRow): KeptRow => ({
  ...row,
  text: JSON.stringify(body),
  hidden: hidden === null ? null : JSON.stringify(hidden),
});

const columns = 'o.id, o.type, o.created, o.refs, o.body as text, o.hidden::text as hidden';

/** int8 comes as text. */
const asRow = (row: KeptRow): KeptRow => ({ ...row, created: Number(row.created) });

/** Unix seconds, each bound optional. */
export interface TimeRange {
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
}

export interface ListQuery {
  /** 1 to 100; 10 where absent. */
  readonly limit?: number | undefined;
  readonly startingAfter?: string | undefined;
  readonly endingBefore?: string | undefined;
  readonly created?: TimeRange | undefined;
  readonly arrivalDate?: TimeRange | undefined;
  readonly dueDate?: TimeRange | undefined;
  /** Facts that must all hold, such as customer:cus_123. */
  readonly all?: readonly string[];
  /** Facts of which one must hold. */
  readonly any?: readonly string[] | undefined;
  /** Facts of which none may hold. */
  readonly none?: readonly string[] | undefined;
  /** One more condition in SQL, on the row `o`; $1 is the account. Never made of what somebody sent. */
  readonly where?: string | undefined;
}

export interface Page<T> {
  readonly data: T[];
  readonly hasMore: boolean;
}

/** Rows by id, of any type. */
export async function readObjects(
  db: Queryable,
  account: string,
  ids: readonly string[],
): Promise<KeptRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<KeptRow>(
    `select ${columns} from sandbox_object o where o.account = $1 and o.id = any($2)`,
    [account, ids],
  );
  return rows.map(asRow);
}

/** So many rows go into one statement. */
export const rowsAtOnce = 1000;

/** What is done with a row that is there already; nothing, where there can be none. */
const replacing = `on conflict (id, account) do update
     set type = excluded.type, refs = excluded.refs, body = excluded.body, hidden = excluded.hidden`;

function writeSome(
  defer: Transaction['defer'],
  account: string,
  rows: readonly KeptRow[],
  ending: string,
): void {
  const column = (of: (row: KeptRow) => string | null) => textArray(rows.map(of));
  // Faster than a list of values, and one text however many rows there are: so it is parsed once.
  defer(
    `insert into sandbox_object (account, id, type, created, refs, body, hidden)
     select $1, r.id, r.type, r.created::bigint, r.refs::text[], r.body, r.hidden::json
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       as r(id, type, created, refs, body, hidden)
     ${ending}`,
    [
      account,
      column(({ id }) => id),
      column(({ type }) => type),
      column(({ created }) => String(created)),
      column(({ refs }) => arrayLiteral(refs)),
      column(({ text }) => text),
      column(({ hidden }) => hidden),
    ],
  );
}

/** Writes rows that are new, and such as may be there, which keep their place in lists. */
export function writeObjects(
  defer: Transaction['defer'],
  account: string,
  { added, changed }: { added: readonly KeptRow[]; changed: readonly KeptRow[] },
): void {
  for (const [rows, ending] of [
    [added, ''],
    [changed, replacing],
  ] as const)
    for (let from = 0; from < rows.length; from += rowsAtOnce)
      writeSome(defer, account, rows.slice(from, from + rowsAtOnce), ending);
}

const signs = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

const boundsOf = (column: string, range: TimeRange = {}, bind: (value: unknown) => string) =>
  (['gt', 'gte', 'lt', 'lte'] as const)
    .filter((name) => range[name] !== undefined)
    .map((name) => `${column} ${signs[name]} ${bind(range[name])}::bigint`);

/** A page of one type, newest first, as Stripe pages: the cursor is an id. */
export async function listObjects(
  db: Queryable,
  account: string,
  type: ObjectType,
  query: ListQuery,
): Promise<Page<KeptRow>> {
  const limit = query.limit ?? 10;
  const values: unknown[] = [account, type];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['o.account = $1', 'o.type = $2'];
  if (query.all?.length) conditions.push(`o.refs @> ${bind(query.all)}::text[]`);
  if (query.any) conditions.push(`o.refs && ${bind(query.any)}::text[]`);
  if (query.none?.length) conditions.push(`not (o.refs && ${bind(query.none)}::text[])`);
  conditions.push(
    ...boundsOf('o.created', query.created, bind),
    ...boundsOf("(o.body::json->>'arrival_date')::bigint", query.arrivalDate, bind),
    ...boundsOf("(o.body::json->>'due_date')::bigint", query.dueDate, bind),
  );
  const cursor = query.startingAfter ?? query.endingBefore;
  const backwards = query.endingBefore !== undefined;
  if (cursor)
    conditions.push(
      `(o.created, o.seq) ${backwards ? '>' : '<'}
       (select c.created, c.seq from sandbox_object c where c.account = $1 and c.id = ${bind(cursor)})`,
    );
  if (query.where) conditions.push(query.where);
  const order = backwards ? 'asc' : 'desc';
  const { rows } = await db.query<KeptRow>(
    `select ${columns} from sandbox_object o where ${conditions.join(' and ')}
     order by o.created ${order}, o.seq ${order} limit ${bind(limit + 1)}`,
    values,
  );
  const data = rows.slice(0, limit).map(asRow);
  return { data: backwards ? data.reverse() : data, hasMore: rows.length > limit };
}

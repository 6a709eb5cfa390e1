import type { Queryable, Transaction } from '../../ground/sql.ts';
import type { ObjectType } from './objectTypes.ts';

export interface ObjectRow {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly refs: readonly string[];
  readonly body: unknown;
  readonly hidden: unknown;
}

const columns = 'o.id, o.type, o.created, o.refs, o.body, o.hidden';

/** int8 comes as text. */
const asRow = (row: ObjectRow): ObjectRow => ({ ...row, created: Number(row.created) });

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
): Promise<ObjectRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<ObjectRow>(
    `select ${columns} from sandbox_object o where o.account = $1 and o.id = any($2)`,
    [account, ids],
  );
  return rows.map(asRow);
}

/**
 * Rows by id, of any type, and those that these lead to: `links` are paths in a body to an id, such as
 * `invoice_settings.default_payment_method`.
 */
export async function readLinkedObjects(
  db: Queryable,
  account: string,
  ids: readonly string[],
  links: readonly string[],
): Promise<ObjectRow[]> {
  const { rows } = await db.query<ObjectRow>(
    `select ${columns} from sandbox_object o where o.account = $1 and o.id = any($2::text[] || array(
       select named.body #>> string_to_array(link, '.')
       from sandbox_object named, unnest($3::text[]) link
       where named.account = $1 and named.id = any($2::text[])
     ))`,
    [account, ids, links],
  );
  return rows.map(asRow);
}

/** A row as it is written: the body as JSON text. */
export interface WrittenRow extends Omit<ObjectRow, 'body' | 'hidden'> {
  readonly text: string;
  readonly hidden: unknown;
}

export const writtenRow = ({ body, ...row }: ObjectRow): WrittenRow => ({
  ...row,
  text: JSON.stringify(body),
});

/** So many rows fit into one statement, whose parameters are counted in 16 bits. */
export const rowsAtOnce = 1000;

function writeSome(
  defer: Transaction['defer'],
  account: string,
  rows: readonly WrittenRow[],
): void {
  const values: unknown[] = [account];
  const tuples = rows.map(({ id, type, created, refs, text, hidden }) => {
    const first = values.length;
    values.push(id, type, created, refs, text, hidden === null ? null : JSON.stringify(hidden));
    const [i, t, c, r, b, h] = [1, 2, 3, 4, 5, 6].map((step) => `$${first + step}`);
    return `($1, ${i}, ${t}, ${c}::bigint, ${r}::text[], ${b}::json, ${h}::json)`;
  });
  // Faster, by a half, than one JSON text of all rows, which the database would have to take apart again.
  defer(
    `insert into sandbox_object (account, id, type, created, refs, body, hidden)
     values ${tuples.join(', ')}
     on conflict (id, account) do update
     set type = excluded.type, refs = excluded.refs, body = excluded.body, hidden = excluded.hidden`,
    values,
  );
}

/** Writes rows; one that exists keeps its place in lists. */
export function writeObjects(
  defer: Transaction['defer'],
  account: string,
  rows: readonly WrittenRow[],
): void {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    writeSome(defer, account, rows.slice(from, from + rowsAtOnce));
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
): Promise<Page<ObjectRow>> {
  const limit = query.limit ?? 10;
  const values: unknown[] = [account, type];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['o.account = $1', 'o.type = $2'];
  if (query.all?.length) conditions.push(`o.refs @> ${bind(query.all)}::text[]`);
  if (query.any) conditions.push(`o.refs && ${bind(query.any)}::text[]`);
  if (query.none?.length) conditions.push(`not (o.refs && ${bind(query.none)}::text[])`);
  conditions.push(
    ...boundsOf('o.created', query.created, bind),
    ...boundsOf("(o.body->>'arrival_date')::bigint", query.arrivalDate, bind),
    ...boundsOf("(o.body->>'due_date')::bigint", query.dueDate, bind),
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
  const { rows } = await db.query<ObjectRow>(
    `select ${columns} from sandbox_object o where ${conditions.join(' and ')}
     order by o.created ${order}, o.seq ${order} limit ${bind(limit + 1)}`,
    values,
  );
  const data = rows.slice(0, limit).map(asRow);
  return { data: backwards ? data.reverse() : data, hasMore: rows.length > limit };
}

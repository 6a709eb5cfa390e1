import { type Queryable, toInteger } from '../ground/sql.ts';
import type { Change } from './changes.ts';
import { objectIdOf } from './claims.ts';
import type { EventStatus } from './inbox.ts';

export interface EventRow {
  readonly id: string;
  readonly type: string;
  readonly publisher: string;
  readonly created: Date;
  readonly receivedAt: Date;
  readonly status: EventStatus;
  readonly attempts: number;
  readonly deliveries: number;
  readonly reason: string | null;
  readonly error: string | null;
  /** Minor units that it speaks of. */
  readonly amount: number | null;
  readonly currency: string | null;
  readonly sequence: number;
}

const columns =
  'id, type, publisher, created, received_at, status, attempts, deliveries, reason, error, amount, currency, sequence';

const fromRow = (row: Record<string, unknown>): EventRow => ({
  id: row.id as string,
  type: row.type as string,
  publisher: row.publisher as string,
  created: row.created as Date,
  receivedAt: row.received_at as Date,
  status: row.status as EventStatus,
  attempts: row.attempts as number,
  deliveries: row.deliveries as number,
  reason: row.reason as string | null,
  error: row.error as string | null,
  amount: row.amount === null ? null : toInteger(row.amount),
  currency: row.currency as string | null,
  sequence: toInteger(row.sequence),
});

export interface EventFilter {
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  readonly publisher?: string | undefined;
  /** Received at or after this, and before that. */
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  /** It speaks of one of these sums, in minor units. */
  readonly sums?: readonly { readonly amount: number; readonly currency: string }[] | undefined;
  /** An id that it has or names, Stripe's or ours. */
  readonly text?: string | undefined;
  /** Ids of which it names at least one. */
  readonly naming?: readonly string[] | undefined;
}

const conditions = `($1::text is null or status = $1) and ($2::text is null or type = $2)
  and ($3::text is null or publisher = $3) and ($4::timestamptz is null or received_at >= $4)
  and ($5::timestamptz is null or received_at < $5) and ($6::bigint[] is null or amount = any($6))
  and ($7::text[] is null or (amount, currency) in (select * from unnest($6::bigint[], $7))) and ($8::text is null or id = $8 or ids && array[$8])
  and ($9::text[] is null or ids && $9)`;

const valuesOf = (filter: EventFilter): unknown[] => [
  filter.status ?? null,
  filter.type ?? null,
  filter.publisher ?? null,
  filter.from ?? null,
  filter.until ?? null,
  filter.sums?.map(({ amount }) => amount) ?? null,
  filter.sums?.map(({ currency }) => currency) ?? null,
  filter.text ?? null,
  filter.naming ?? null,
];

// Few events name one thing, which the planner does not know: it would walk the whole inbox from its newest end for them.
const eventsOf = ({ text, naming }: EventFilter, filtered: string) =>
  text === undefined && naming === undefined
    ? `event where ${filtered}`
    : `(select * from event where ${filtered} offset 0) event where true`;

/** A place in the inbox: what came last stands first. */
export interface InboxPlace {
  readonly receivedAt: Date;
  readonly sequence: number;
}

/** The inbox, what came last first; after a place in it, where one is given. */
export async function listEvents(
  db: Queryable,
  { after, limit, ...filter }: EventFilter & { after?: InboxPlace | undefined; limit: number },
): Promise<EventRow[]> {
  const place = after ? 'and (received_at, sequence) < ($11::timestamptz, $12::bigint)' : '';
  const { rows } = await db.query<Record<string, unknown>>(
    `select ${columns} from ${eventsOf(filter, `${conditions} ${place}`)}
     order by received_at desc, sequence desc limit $10`,
    [...valuesOf(filter), limit, ...(after ? [after.receivedAt, after.sequence] : [])],
  );
  return rows.map(fromRow);
}

/** How many events a filter takes; counted no further than a limit. */
export async function countEvents(
  db: Queryable,
  filter: EventFilter,
  limit: number,
): Promise<number> {
  const { rows } = await db.query<{ count: unknown }>(
    `select count(*) as count from (select 1 from ${eventsOf(filter, conditions)} limit $10) counted`,
    [...valuesOf(filter), limit],
  );
  return toInteger(rows[0]!.count);
}

export interface Attempt {
  readonly number: number;
  readonly beganAt: Date;
  readonly endedAt: Date;
  readonly outcome: string;
  readonly error: string | null;
  /** What it wrote; null of attempts from before that was kept. */
  readonly changes: readonly Change[] | null;
}

/** One event with all that it names, and every attempt at it. Its body is sealed: see bodyOf. */
export async function findEvent(
  db: Queryable,
  id: string,
): Promise<
  (EventRow & { objectId: string | null; ids: readonly string[]; tries: Attempt[] }) | undefined
> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select ${columns}, ids, object_id, case when is_sealed then null else body end as plain from event where id = $1`,
    [id],
  );
  const row = rows[0];
  if (!row) return undefined;
  const tries = await db.query<Record<string, unknown>>(
    'select number, began_at, ended_at, outcome, error, changes from event_attempt where event_id = $1 order by number',
    [id],
  );
  return {
    ...fromRow(row),
    objectId: objectIdOf(row),
    ids: (row.ids as string[] | null) ?? [],
    tries: tries.rows.map((one) => ({
      number: one.number as number,
      beganAt: one.began_at as Date,
      endedAt: one.ended_at as Date,
      outcome: one.outcome as string,
      error: one.error as string | null,
      changes: one.changes as Change[] | null,
    })),
  };
}

export interface InboxHealth {
  readonly lastEventAt: Date | null;
  readonly oldestUnprocessedAt: Date | null;
  readonly received: number;
  readonly failed: number;
  readonly parked: number;
}

/** How the inbox stands: what waits, what failed, and since when. */
export async function inboxHealth(db: Queryable): Promise<InboxHealth> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select (select max(received_at) from event) as last_event_at,
       (select min(received_at) from event where status = 'received') as oldest_unprocessed_at,
       (select count(*) from event where status = 'received') as received,
       (select count(*) from event where status = 'failed') as failed,
       (select count(*) from event where status = 'parked') as parked`,
  );
  const row = rows[0]!;
  return {
    lastEventAt: row.last_event_at as Date | null,
    oldestUnprocessedAt: row.oldest_unprocessed_at as Date | null,
    received: toInteger(row.received),
    failed: toInteger(row.failed),
    parked: toInteger(row.parked),
  };
}

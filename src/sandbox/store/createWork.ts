import type { Queryable } from '../../ground/sql.ts';
import { resourceMissing } from '../wire/apiError.ts';
import { sandboxApiVersion } from '../wire/apiVersion.ts';
import { addressEvents, writeDeliveries } from './deliveryTable.ts';
import { listObjects, type ObjectRow, readObjects, writeObjects } from './objectTable.ts';
import type { EventRecord, ObjectType, ObjectTypes, StoredObject } from './objectTypes.ts';
import { refsOf } from './refs.ts';
import { newStripeId } from './stripeId.ts';
import { type Timer, writeTimers } from './timerTable.ts';
import type { RequestFacts, SaveOptions, Work } from './work.ts';

export interface WorkOptions {
  readonly db: Queryable;
  readonly account: string;
  /** Unix seconds. */
  readonly at: number;
  /** The wall's time: deliveries are due by it, even of what happens under a test clock. */
  readonly wallAt: Date;
  readonly publicUrl: string;
  readonly request: RequestFacts;
}

async function writeAll(
  { db, account, wallAt }: WorkOptions,
  rows: readonly ObjectRow[],
  events: readonly EventRecord[],
  timers: readonly Timer[],
): Promise<void> {
  const deliveries = await addressEvents(db, account, events);
  const eventRows = events.map((event) => ({
    id: event.id,
    type: 'event',
    created: event.created,
    refs: refsOf('event', event),
    body: event,
    hidden: null,
  }));
  await writeObjects(db, account, [...rows, ...eventRows]);
  await writeDeliveries(db, account, deliveries, wallAt);
  await writeTimers(db, account, timers);
}

/** What stands in the log of an object that is new or has changed. */
function eventOf(
  type: EventRecord['type'],
  object: unknown,
  previous: Record<string, unknown> | undefined,
  created: number,
  request: RequestFacts,
): EventRecord {
  return {
    id: newStripeId('evt', 26),
    object: 'event',
    api_version: sandboxApiVersion,
    created,
    // A picture of now: the object itself goes on changing in this work.
    data: {
      object: structuredClone(object),
      ...(previous ? { previous_attributes: structuredClone(previous) } : {}),
    },
    livemode: false,
    pending_webhooks: 0,
    request: { id: request.id, idempotency_key: request.idempotencyKey },
    type,
  };
}

const bodyOf = <T extends ObjectType>(type: T, row: ObjectRow | undefined) =>
  row?.type === type ? (row.body as ObjectTypes[T]) : undefined;

function presentBody<T extends ObjectType>(
  type: T,
  id: string,
  param: string | undefined,
  row: ObjectRow | undefined,
): ObjectTypes[T] {
  const body = bodyOf(type, row);
  if (!body) throw resourceMissing(type, id, param);
  return body;
}

const bodyWithId = (row: ObjectRow | undefined): [string, StoredObject][] =>
  row ? [[row.id, row.body as StoredObject]] : [];

/** The rows that this work has read or changed. */
function createShelf(db: Queryable, account: string) {
  const known = new Map<string, ObjectRow>();
  const changed = new Set<string>();
  return {
    known,
    async load(ids: readonly string[]) {
      const missing = [...new Set(ids)].filter((id) => !known.has(id));
      for (const row of await readObjects(db, account, missing)) known.set(row.id, row);
    },
    keep(row: ObjectRow) {
      known.set(row.id, row);
      changed.add(row.id);
    },
    takeChanged() {
      const rows = [...changed].map((id) => known.get(id)!);
      changed.clear();
      return rows;
    },
  };
}

/** What waits until all else is done. */
function createPutOff(): Pick<Work, 'later' | 'runLater'> {
  const tasks: (() => Promise<void>)[] = [];
  return {
    later: (task) => void tasks.push(task),
    async runLater() {
      for (let task = tasks.shift(); task; task = tasks.shift()) await task();
    },
  };
}

/** Takes up work inside a transaction (or, for reading only, on the database itself). */
export function createWork(options: WorkOptions): Work {
  const { db, account, publicUrl, request } = options;
  const { known, load, keep, takeChanged } = createShelf(db, account);
  const events: EventRecord[] = [];
  const timers: Timer[] = [];
  const putOff = createPutOff();

  async function flush() {
    await writeAll(options, takeChanged(), events.splice(0), timers.splice(0));
  }

  const workAt = (at: number, clock: string | null): Work => ({
    db,
    account,
    at,
    request,
    publicUrl,
    clock,
    atTime: (time, other = clock) => workAt(time, other),
    schedule: (kind, object, dueAt) => void timers.push({ kind, object, dueAt, clock }),
    ...putOff,
    flush,
    async find<T extends ObjectType>(type: T, id: string) {
      await load([id]);
      return bodyOf(type, known.get(id));
    },
    async need<T extends ObjectType>(type: T, id: string, param?: string) {
      await load([id]);
      return presentBody(type, id, param, known.get(id));
    },
    async findAny(ids) {
      await load(ids);
      return new Map(ids.flatMap((id) => bodyWithId(known.get(id))));
    },
    async hiddenOf<H>(id: string) {
      await load([id]);
      return (known.get(id)?.hidden ?? undefined) as H | undefined;
    },
    save<T extends ObjectType>(type: T, object: ObjectTypes[T], more: SaveOptions = {}) {
      const before = known.get(object.id);
      const created = 'created' in object ? object.created : at;
      const refs = refsToKeep(type, object, more, before);
      const hidden = more.hidden === undefined ? (before?.hidden ?? null) : more.hidden;
      keep({ id: object.id, type, created, refs, body: object, hidden });
    },
    remove(type, id) {
      const stub = { id, object: type, deleted: true } as const;
      keep({ id, type: `deleted ${type}`, created: at, refs: [], body: stub, hidden: null });
      return stub;
    },
    emit: (type, object, previous) =>
      void events.push(eventOf(type, object, previous, at, request)),
    async list<T extends ObjectType>(type: T, query: Parameters<Work['list']>[1]) {
      await flush();
      const { data, hasMore } = await listObjects(db, account, type, query);
      const own = data.map((row) => {
        if (!known.has(row.id)) known.set(row.id, row);
        return known.get(row.id)!.body as ObjectTypes[T];
      });
      return { data: own, hasMore };
    },
  });
  return workAt(options.at, null);
}

/** What an object is found by. Facts given at an earlier save which the body does not show begin with `~`, and stay. */
function refsToKeep<T extends ObjectType>(
  type: T,
  object: ObjectTypes[T],
  more: SaveOptions,
  before: ObjectRow | undefined,
): string[] {
  if (more.refs) return [...refsOf(type, object, more.refs)];
  const kept = before?.refs.filter((ref) => ref.startsWith('~')) ?? [];
  return [...new Set([...refsOf(type, object), ...kept])];
}

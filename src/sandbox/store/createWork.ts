import type { Queryable, Transaction } from '../../ground/sql.ts';
import { resourceMissing } from '../wire/apiError.ts';
import { addressEvents, writeDeliveries } from './deliveryTable.ts';
import { eventOf, type NewEvent, rowOfEvent } from './eventOf.ts';
import {
  listObjects,
  type ObjectRow,
  readLinkedObjects,
  readObjects,
  writeObjects,
  writtenRow,
} from './objectTable.ts';
import type { ObjectType, ObjectTypes, StoredObject } from './objectTypes.ts';
import { createExpected, createPutOff, createTimers } from './putOff.ts';
import { refsOf } from './refs.ts';
import { type Timer, writeTimers } from './timerTable.ts';
import type { RequestFacts, SaveOptions, Work } from './work.ts';

export interface WorkOptions {
  readonly db: Queryable;
  readonly defer: Transaction['defer'];
  readonly account: string;
  /** Unix seconds. */
  readonly at: number;
  /** The wall's time: deliveries are due by it, even of what happens under a test clock. */
  readonly wallAt: Date;
  readonly publicUrl: string;
  readonly request: RequestFacts;
}

async function writeAll(
  { db, defer, account, wallAt }: WorkOptions,
  rows: readonly ObjectRow[],
  events: readonly NewEvent[],
  timers: readonly Timer[],
): Promise<boolean> {
  const hearing = await addressEvents(db, account, events);
  const eventRows = events.map((event) => rowOfEvent(event, hearing.get(event.id)!.length));
  writeObjects(defer, account, [...rows.map(writtenRow), ...eventRows]);
  writeTimers(defer, account, timers);
  return writeDeliveries(defer, account, hearing, wallAt);
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
  async function load(ids: readonly string[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !known.has(id));
    for (const row of await readObjects(db, account, missing)) known.set(row.id, row);
  }
  return {
    known,
    load,
    async loadLinked(ids: readonly string[], links: readonly string[]) {
      for (const row of await readLinkedObjects(db, account, ids, links))
        if (!known.has(row.id)) known.set(row.id, row);
    },
    async hiddenOf<H>(id: string) {
      await load([id]);
      return (known.get(id)?.hidden ?? undefined) as H | undefined;
    },
    keep(row: ObjectRow) {
      known.set(row.id, row);
      changed.add(row.id);
    },
    /** What is not written yet: all of it, or one type. */
    takeChanged(type?: ObjectType) {
      const rows = [...changed].map((id) => known.get(id)!);
      const taken =
        type === undefined
          ? rows
          : rows.filter((row) => row.type === type || row.type === `deleted ${type}`);
      for (const { id } of taken) changed.delete(id);
      return taken;
    },
  };
}

/** Takes up work inside a transaction (or, for reading only, on the database itself). */
export function createWork(options: WorkOptions): Work {
  const { db, defer, account, publicUrl, request } = options;
  const { known, load, loadLinked, hiddenOf, keep, takeChanged } = createShelf(db, account);
  const events: NewEvent[] = [];
  const timers = createTimers();
  const putOff = { ...createPutOff(), ...createExpected() };

  async function flush() {
    const isHeard = await writeAll(options, takeChanged(), events.splice(0), timers.takeOthers());
    if (isHeard) putOff.expectDelivery();
  }

  /** A list is read from the database, which must know of what it may show; the rest can wait. */
  const flushFor = async (type: ObjectType) =>
    type === 'event' ? flush() : writeObjects(defer, account, takeChanged(type).map(writtenRow));

  const workAt = (at: number, clock: string | null): Work => ({
    db,
    account,
    at,
    request,
    publicUrl,
    clock,
    atTime: (time, other = clock) => workAt(time, other),
    schedule: (kind, object, dueAt) => timers.add({ kind, object, dueAt, clock }),
    holdTimers: timers.hold,
    takeHeldTimers: timers.takeHeld,
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
    readAhead: loadLinked,
    hiddenOf,
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
      await flushFor(type);
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

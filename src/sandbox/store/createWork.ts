import { resourceMissing } from '../wire/apiError.ts';
import { addressEvents, hearingEndpoints, writeDeliveries } from './deliveryTable.ts';
import { eventOf, type NewEvent, rowOfEvent } from './eventOf.ts';
import type { ObjectRow } from './objectTable.ts';
import type { ObjectType, ObjectTypes, StoredObject } from './objectTypes.ts';
import { createExpected, createPutOff, createTimers } from './putOff.ts';
import { refsOf } from './refs.ts';
import { createShelf, type ShelfOptions } from './shelf.ts';
import { type Timer, writeTimers } from './timerTable.ts';
import type { RequestFacts, SaveOptions, Work } from './work.ts';

export interface WorkOptions extends ShelfOptions {
  /** Unix seconds. */
  readonly at: number;
  /** The wall's time: deliveries are due by it, even of what happens under a test clock. */
  readonly wallAt: Date;
  readonly publicUrl: string;
  readonly request: RequestFacts;
}

type Shelf = ReturnType<typeof createShelf>;

async function writeAll(
  { db, defer, account, wallAt }: WorkOptions,
  shelf: Shelf,
  events: readonly NewEvent[],
  timers: readonly Timer[],
): Promise<boolean> {
  const endpoints =
    events.length === 0
      ? []
      : await shelf.ofAll('webhook_endpoint', () => hearingEndpoints(db, account));
  const hearing = addressEvents(endpoints, events);
  const eventRows = events.map((event) => rowOfEvent(event, hearing.get(event.id)!.length));
  shelf.write(undefined, eventRows);
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

/** An update that changed nothing is not told of. */
const saysNothing = (previous: object | undefined): boolean =>
  previous !== undefined && Object.keys(previous).length === 0;

const bodyWithId = (row: ObjectRow | undefined): [string, StoredObject][] =>
  row ? [[row.id, row.body as StoredObject]] : [];

/** Takes up work inside a transaction (or, for reading only, on the database itself). */
export function createWork(options: WorkOptions): Work {
  const { db, account, publicUrl, request } = options;
  const shelf = createShelf(options);
  const events: NewEvent[] = [];
  const timers = createTimers();
  const putOff = { ...createPutOff(), ...createExpected() };

  async function flush() {
    const isHeard = await writeAll(options, shelf, events.splice(0), timers.takeOthers());
    if (isHeard) putOff.expectDelivery();
  }

  /** A list is read from the database, which must know of what it may show; the rest can wait. */
  const flushFor = async (type: ObjectType) => (type === 'event' ? flush() : shelf.write(type));

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
    remember: shelf.remember,
    async find<T extends ObjectType>(type: T, id: string) {
      await shelf.load([id]);
      return bodyOf(type, shelf.find(id));
    },
    async need<T extends ObjectType>(type: T, id: string, param?: string) {
      await shelf.load([id]);
      return presentBody(type, id, param, shelf.find(id));
    },
    async findAny(ids) {
      await shelf.load(ids);
      return new Map(ids.flatMap((id) => bodyWithId(shelf.find(id))));
    },
    readAhead: shelf.loadLinked,
    hiddenOf: shelf.hiddenOf,
    save<T extends ObjectType>(type: T, object: ObjectTypes[T], more: SaveOptions = {}) {
      const before = shelf.find(object.id);
      const created = 'created' in object ? object.created : at;
      const refs = refsToKeep(type, object, more, before);
      const hidden = more.hidden === undefined ? (before?.hidden ?? null) : more.hidden;
      shelf.keep(
        { id: object.id, type, created, refs, body: object, hidden },
        before === undefined,
      );
    },
    remove(type, id) {
      const stub = { id, object: type, deleted: true } as const;
      const row = { id, type: `deleted ${type}`, created: at, refs: [], body: stub, hidden: null };
      shelf.keep(row, false);
      return stub;
    },
    emit: (type, object, previous) =>
      void (saysNothing(previous) || events.push(eventOf(type, object, previous, at, request))),
    async list<T extends ObjectType>(type: T, query: Parameters<Work['list']>[1]) {
      await flushFor(type);
      const { data, hasMore } = await shelf.list(type, query);
      return { data: data.map(({ body }) => body as ObjectTypes[T]), hasMore };
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

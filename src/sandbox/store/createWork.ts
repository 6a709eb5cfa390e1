import type { Queryable } from '../../ground/sql.ts';
import { resourceMissing } from '../wire/apiError.ts';
import { sandboxApiVersion } from '../wire/apiVersion.ts';
import { addressEvents, writeDeliveries } from './deliveryTable.ts';
import { listObjects, type ObjectRow, readObjects, writeObjects } from './objectTable.ts';
import type { EventRecord, ObjectType, ObjectTypes, StoredObject } from './objectTypes.ts';
import { refsOf } from './refs.ts';
import { newStripeId } from './stripeId.ts';
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

/** Takes up work inside a transaction (or, for reading only, on the database itself). */
export function createWork(options: WorkOptions): Work {
  const { db, account, publicUrl, request, wallAt } = options;
  const known = new Map<string, ObjectRow>();
  const changed = new Set<string>();
  let events: EventRecord[] = [];

  async function load(ids: readonly string[]) {
    const missing = [...new Set(ids)].filter((id) => !known.has(id));
    for (const row of await readObjects(db, account, missing)) known.set(row.id, row);
  }

  function keep(row: ObjectRow) {
    known.set(row.id, row);
    changed.add(row.id);
  }

  async function flush() {
    const rows = [...changed].map((id) => known.get(id)!);
    changed.clear();
    const fresh = events;
    events = [];
    const deliveries = await addressEvents(db, account, fresh);
    const eventRows = fresh.map((event) => ({
      id: event.id,
      type: 'event',
      created: event.created,
      refs: refsOf('event', event),
      body: event,
      hidden: null,
    }));
    await writeObjects(db, account, [...rows, ...eventRows]);
    await writeDeliveries(db, account, deliveries, wallAt);
  }

  const workAt = (at: number): Work => ({
    db,
    account,
    at,
    request,
    publicUrl,
    atTime: workAt,
    flush,
    async find<T extends ObjectType>(type: T, id: string) {
      await load([id]);
      const row = known.get(id);
      return row?.type === type ? (row.body as ObjectTypes[T]) : undefined;
    },
    async need<T extends ObjectType>(type: T, id: string, param?: string) {
      await load([id]);
      const row = known.get(id);
      if (row?.type !== type) throw resourceMissing(type, id, param);
      return row.body as ObjectTypes[T];
    },
    async findAny(ids) {
      await load(ids);
      const found = ids.flatMap((id) => known.get(id) ?? []);
      return new Map(found.map((row) => [row.id, row.body as StoredObject]));
    },
    async hiddenOf<H>(id: string) {
      await load([id]);
      return (known.get(id)?.hidden ?? undefined) as H | undefined;
    },
    save<T extends ObjectType>(type: T, object: ObjectTypes[T], more: SaveOptions = {}) {
      const before = known.get(object.id);
      const created = 'created' in object ? object.created : at;
      const refs = more.refs
        ? refsOf(type, object, more.refs)
        : [...new Set([...refsOf(type, object), ...keptRefs(before)])];
      const hidden = more.hidden === undefined ? (before?.hidden ?? null) : more.hidden;
      keep({ id: object.id, type, created, refs, body: object, hidden });
    },
    remove(type, id) {
      const stub = { id, object: type, deleted: true } as const;
      keep({ id, type: `deleted ${type}`, created: at, refs: [], body: stub, hidden: null });
      return stub;
    },
    emit(type, object, previous) {
      events.push({
        id: newStripeId('evt', 26),
        object: 'event',
        api_version: sandboxApiVersion,
        created: at,
        // A picture of now: the object itself goes on changing in this work.
        data: {
          object: structuredClone(object),
          ...(previous ? { previous_attributes: structuredClone(previous) } : {}),
        },
        livemode: false,
        pending_webhooks: 0,
        request: { id: request.id, idempotency_key: request.idempotencyKey },
        type,
      });
    },
    async list<T extends ObjectType>(type: T, query: Parameters<Work['list']>[1]) {
      await flush();
      return listObjects<ObjectTypes[T]>(db, account, type, query);
    },
  });
  return workAt(options.at);
}

/** Facts given at an earlier save which the body does not show; they begin with `~`. */
const keptRefs = (row: ObjectRow | undefined): readonly string[] =>
  row?.refs.filter((ref) => ref.startsWith('~')) ?? [];

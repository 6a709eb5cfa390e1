import type { Queryable, Transaction } from '../../ground/sql.ts';
import type { ObjectCache } from './objectCache.ts';
import {
  closeRow,
  type KeptRow,
  type ListQuery,
  listObjects,
  type ObjectRow,
  openRow,
  readObjects,
  writeObjects,
} from './objectTable.ts';
import type { ObjectType } from './objectTypes.ts';

export interface ShelfOptions {
  readonly db: Queryable;
  readonly defer: Transaction['defer'];
  readonly account: string;
  /** Absent where others write to the database too. */
  readonly cache: ObjectCache | undefined;
}

/** What a path in a body leads to: `invoice_settings.default_payment_method`. */
function idAt(body: unknown, link: string): string[] {
  let value = body;
  for (const step of link.split('.'))
    value = (value as Record<string, unknown> | undefined)?.[step];
  return typeof value === 'string' ? [value] : [];
}

/** Reads rows by id, as far as it may from memory. */
async function readRows(
  { db, account }: ShelfOptions,
  cache: ObjectCache | undefined,
  ids: readonly string[],
): Promise<KeptRow[]> {
  const found: KeptRow[] = [];
  const missing: string[] = [];
  for (const id of ids) {
    const row = cache?.find(account, id);
    if (row) found.push(row);
    else missing.push(id);
  }
  if (missing.length === 0) return found;
  const asOf = cache?.asOf() ?? 0;
  const rows = await readObjects(db, account, missing);
  cache?.remember(account, rows, asOf);
  return [...found, ...rows];
}

/** The rows that are not written yet. */
function createUnwritten() {
  const rows = new Map<string, ObjectRow>();
  const added = new Set<string>();
  return {
    add(row: ObjectRow, isNew: boolean): void {
      rows.set(row.id, row);
      if (isNew) added.add(row.id);
    },
    /** Takes out all of them, or those of one type. */
    take(type?: ObjectType): { added: KeptRow[]; changed: KeptRow[] } {
      const isTaken = (row: ObjectRow) =>
        type === undefined || row.type === type || row.type === `deleted ${type}`;
      const taken = [...rows.values()].filter(isTaken);
      for (const { id } of taken) rows.delete(id);
      const [fresh, changed] = [true, false].map((isNew) =>
        taken.filter(({ id }) => added.has(id) === isNew).map(closeRow),
      );
      for (const { id } of taken) added.delete(id);
      return { added: fresh!, changed: changed! };
    },
  };
}

/** The rows that one work has read or changed. */
export function createShelf(options: ShelfOptions) {
  const { db, defer, account, cache } = options;
  const known = new Map<string, ObjectRow>();
  const unwritten = createUnwritten();
  const written: KeptRow[] = [];
  let writtenAt: number | undefined;

  /** What one's own transaction has written is not for others yet. */
  const shared = () => (writtenAt === undefined ? cache : undefined);

  async function load(ids: readonly string[]): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !known.has(id));
    for (const row of await readRows(options, shared(), missing)) known.set(row.id, openRow(row));
  }

  return {
    load,
    find: (id: string) => known.get(id),

    async hiddenOf<H>(id: string) {
      await load([id]);
      return (known.get(id)?.hidden ?? undefined) as H | undefined;
    },

    /** Reads these, and what they lead to by the links. */
    async loadLinked(ids: readonly string[], links: readonly string[]): Promise<void> {
      await load(ids);
      const bodies = ids.map((id) => known.get(id)?.body);
      await load(bodies.flatMap((body) => links.flatMap((link) => idAt(body, link))));
    },

    /** @param isNew that nothing was ever written under its id */
    keep(row: ObjectRow, isNew: boolean): void {
      known.set(row.id, row);
      unwritten.add(row, isNew);
    },

    /** Writes what is not written yet, all of it or of one type, and events. */
    write(type?: ObjectType, events: readonly KeptRow[] = []): void {
      const { added, changed } = unwritten.take(type);
      if (added.length + changed.length + events.length === 0) return;
      written.push(...added, ...changed);
      cache?.forget(account, [...added, ...changed]);
      writtenAt = cache?.asOf() ?? 0;
      writeObjects(defer, account, { added: [...added, ...events], changed });
    },

    /** Once all is committed: what was written may be shown to others. */
    remember(): void {
      if (writtenAt !== undefined) cache?.remember(account, written, writtenAt);
    },

    /** What is made of all objects of a type. */
    ofAll: <T>(type: ObjectType, make: () => Promise<T>): Promise<T> =>
      shared()?.ofAll(account, type, make) ?? make(),

    async list(type: ObjectType, query: ListQuery) {
      const { data, hasMore } = await listObjects(db, account, type, query);
      for (const row of data) if (!known.has(row.id)) known.set(row.id, openRow(row));
      return { data: data.map(({ id }) => known.get(id)!), hasMore };
    },
  };
}

import type { KeptRow } from './objectTable.ts';

/**
 * Rows as they stand in the embedded database, which nobody else writes. What is about to be written is forgotten before
 * it is, and remembered once it is committed; what was read is remembered only where nothing was written meanwhile.
 * @param mostText so many characters are kept; what was used longest ago goes first
 */
export function createObjectCache(mostText = 48_000_000) {
  const rows = new Map<string, KeptRow>();
  const listed = new Map<string, unknown>();
  let text = 0;
  let writes = 0;
  const keyOf = (account: string, id: string) => `${id} ${account}`;

  function drop(key: string): void {
    const row = rows.get(key);
    if (row && rows.delete(key)) text -= row.text.length;
  }

  return {
    /** What `remember` takes: how much had been written when something was read or written. */
    asOf: (): number => writes,

    find(account: string, id: string): KeptRow | undefined {
      const key = keyOf(account, id);
      const row = rows.get(key);
      // It has been used just now.
      if (row && rows.delete(key)) rows.set(key, row);
      return row;
    },

    remember(account: string, found: readonly KeptRow[], asOf: number): void {
      if (asOf !== writes) return;
      for (const row of found) {
        const key = keyOf(account, row.id);
        drop(key);
        rows.set(key, row);
        text += row.text.length;
      }
      for (const key of rows.keys()) {
        if (text <= mostText) break;
        drop(key);
      }
    },

    /** Before rows are written, whatever comes of it. */
    forget(account: string, written: readonly Pick<KeptRow, 'id' | 'type'>[]): void {
      writes += 1;
      for (const { id, type } of written) {
        drop(keyOf(account, id));
        listed.delete(keyOf(account, type.replace(/^deleted /, '')));
      }
    },

    /** What is made of all objects of a type, until one of them is written. */
    async ofAll<T>(account: string, type: string, read: () => Promise<T>): Promise<T> {
      const key = keyOf(account, type);
      if (listed.has(key)) return listed.get(key) as T;
      const asOf = writes;
      const value = await read();
      if (asOf === writes) listed.set(key, value);
      return value;
    },
  };
}

export type ObjectCache = ReturnType<typeof createObjectCache>;

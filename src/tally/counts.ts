/** How often each thing happened since it was last written down: in memory, so that nobody waits for the database. */
export function createCounts<Key extends object>(
  save: (counts: readonly (Key & { readonly count: number })[]) => Promise<void>,
) {
  type Counted = Key & { readonly count: number };
  let counts = new Map<string, Counted>();

  /** @param key its parts always in the same order */
  function add(key: Key, count = 1): void {
    const name = JSON.stringify(key);
    counts.set(name, { ...key, count: count + (counts.get(name)?.count ?? 0) });
  }

  return {
    add,
    /** Writes what was counted since the last time. What cannot be written stays for the next time. */
    async write(): Promise<void> {
      if (counts.size === 0) return;
      const taken = counts;
      counts = new Map();
      try {
        await save([...taken.values()]);
      } catch (error) {
        for (const [name, { count, ...rest }] of taken)
          counts.set(name, { ...rest, count: count + (counts.get(name)?.count ?? 0) } as Counted);
        throw error;
      }
    },
  };
}

/** A key: the reader's tag keeps all of one reader's keys in one slot of a cluster; the name says what is kept. */
export interface Key {
  readonly tag: string;
  readonly name: string;
}

/**
 * What is kept about readers for a while: Redis, or a table with expiry. Every call answers within `limitMs` of its
 * making or throws StoreUnavailable; every write can be repeated without a second effect.
 */
export interface Keyvalue {
  readonly kind: 'redis' | 'cluster' | 'table';
  get(key: Key): Promise<string | null>;
  put(key: Key, value: string, expiresAt: Date): Promise<void>;
  /** Adds a member to a set, once however often it is asked; the set goes at `expiresAt`. @returns how many members it has */
  addToSet(key: Key, member: string, expiresAt: Date): Promise<number>;
  sizeOfSet(key: Key): Promise<number>;
  /** Removes the named keys of one reader. */
  remove(tag: string, names: readonly string[]): Promise<void>;
  /** Whether it answers now: for readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The store did not answer in time, or at all. Reader paths fail open on it. */
export class StoreUnavailable extends Error {}

/** A key: the reader's tag keeps all of one reader's keys in one slot of a cluster; the name says what is kept. */
export interface Key {
  readonly tag: string;
  readonly name: string;
}

/** A member for a set of at most `max` members that goes at `expiresAt`. */
export interface Addition {
  readonly member: string;
  readonly max: number;
  readonly expiresAt: Date;
}

/** A set after an addition: how many members it has, and whether the one that was added is among them. */
export interface SetState {
  readonly size: number;
  readonly holds: boolean;
}

/**
 * What is kept about readers for a while: Redis, or a table with expiry. Every call answers within the time limit of the
 * store (30 ms by default) or throws StoreUnavailable; every write can be repeated without a second effect. What expires
 * at a time that is over is not kept at all.
 */
export interface Keyvalue {
  readonly kind: 'redis' | 'cluster' | 'table';
  get(key: Key): Promise<string | null>;
  put(key: Key, value: string, expiresAt: Date): Promise<void>;
  /** Adds a member to a set unless it is there or the set is full, in one step; the last expiry given counts for the whole set. */
  addToSet(key: Key, addition: Addition): Promise<SetState>;
  sizeOfSet(key: Key): Promise<number>;
  /** Removes the named keys of one reader. */
  remove(tag: string, names: readonly string[]): Promise<void>;
  /** Whether it answers now, on every node: for readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** How long a store may take for one call, in milliseconds: a reader's page waits for it, and has 50 ms in all. */
export const storeLimitMs = 30;

/** The store did not answer in time, or at all. Reader paths fail open on it. */
export class StoreUnavailable extends Error {}

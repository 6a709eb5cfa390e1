import type { Queryable } from '../../ground/sql.ts';
import type { ListQuery, Page } from './objectTable.ts';
import type { EventRecord, ObjectType, ObjectTypes, StoredObject } from './objectTypes.ts';
import type { Timer, TimerKind } from './timerTable.ts';

/** Who asks: goes into the events that a request makes. */
export interface RequestFacts {
  readonly id: string | null;
  readonly idempotencyKey: string | null;
}

export interface SaveOptions {
  /** Kept beside the object, never answered. What was there stays where absent. */
  readonly hidden?: unknown;
  /** Facts to find it by that its body does not show. */
  readonly refs?: Record<string, string | boolean | null>;
}

/**
 * One piece of work on one account: what it reads is read once, what it writes goes to the database together in `flush`,
 * events and their deliveries with it. Objects handed out are the work's own: change them, then `save`.
 */
export interface Work {
  readonly db: Queryable;
  readonly account: string;
  /** Unix seconds: the wall's time, or what a test clock has reached. */
  readonly at: number;
  readonly request: RequestFacts;
  /** Where the sandbox is reached, without a slash at the end. */
  readonly publicUrl: string;
  /** The test clock by whose time this happens; null for the wall's. */
  readonly clock: string | null;
  /** The same work at another time, by the same clock unless another is named. */
  atTime(at: number, clock?: string | null): Work;
  find<T extends ObjectType>(type: T, id: string): Promise<ObjectTypes[T] | undefined>;
  /** @throws ApiError resource_missing: 404 for what the address names, 400 where `param` names it */
  need<T extends ObjectType>(type: T, id: string, param?: string): Promise<ObjectTypes[T]>;
  /** Objects of any type, by id; stubs of deleted ones too. */
  findAny(ids: readonly string[]): Promise<Map<string, StoredObject>>;
  /**
   * Reads in one statement what is going to be asked for one by one, and what that leads to: `links` are paths in a body
   * to an id, such as `invoice_settings.default_payment_method`.
   */
  readAhead(ids: readonly string[], links: readonly string[]): Promise<void>;
  hiddenOf<H>(id: string): Promise<H | undefined>;
  save<T extends ObjectType>(type: T, object: ObjectTypes[T], options?: SaveOptions): void;
  /** Leaves the stub {id, object, deleted: true}, which lists do not show. */
  remove(type: ObjectType, id: string): { id: string; object: string; deleted: true };
  /** Makes the event that tells of it. `previous` is what changed, as it was before; where it is empty there is nothing to tell. */
  emit(type: EventRecord['type'], object: unknown, previous?: Record<string, unknown>): void;
  list<T extends ObjectType>(type: T, query: ListQuery): Promise<Page<ObjectTypes[T]>>;
  /** Sets something to happen by itself (unix seconds), by the clock of this work. */
  schedule(kind: TimerKind, object: string, dueAt: number): void;
  /** Keeps back from the database, of what this work sets, what will be rung within it; null: nothing any more. */
  holdTimers(which: ((timer: Timer) => boolean) | null): void;
  /** Takes out what is held back. */
  takeHeldTimers(): Timer[];
  /** Does something more once all else is done, in the same transaction: a bank's dispute comes after the payment's own news. */
  later(task: () => Promise<void>): void;
  /** Does what was put off by `later`. */
  runLater(): Promise<void>;
  flush(): Promise<void>;
  /** Once all is committed: lets other works know of it without asking the database, where that is safe. */
  remember(): void;
  /** Says that something is to be delivered, where this work did not emit it. */
  expectDelivery(): void;
  /** Whether something is to be delivered once this is committed. */
  hasDeliveries(): boolean;
}

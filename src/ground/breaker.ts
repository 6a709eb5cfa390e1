import { StoreUnavailable } from './keyvalue.ts';
import { withinMs } from './withinMs.ts';

/** What the log and the metrics want to know of a store. */
export interface StoreWatch {
  /** Calls begin to be refused, or get through again. */
  changed?(state: 'up' | 'down', cause?: unknown): void;
  /** One call was not answered, or refused. */
  unavailable?(): void;
}

export interface BreakerOptions {
  /** How long one call may take, in milliseconds. */
  readonly limitMs: number;
  /** So many failures in a row open it. */
  readonly failures?: number;
  /** So long it then lets nothing through, in milliseconds. */
  readonly restMs?: number;
  readonly watch?: StoreWatch | undefined;
  /** A clock that only goes forward, in milliseconds; tests hand in their own. */
  readonly nowMs?: () => number;
}

interface Lane {
  failures: number;
  closedUntilMs: number | undefined;
}

/** Runs a call to a store. Calls in different lanes (the shards of a cluster) fail apart. */
export type Breaker = <T>(call: () => Promise<T>, lane?: number) => Promise<T>;

/**
 * Bounds what a sick store costs: a call that takes longer than the limit is given up, and after some failures in a row
 * calls are refused at once for a while, save one that tries. All of it is thrown as StoreUnavailable.
 */
export function createBreaker(options: BreakerOptions): Breaker {
  const { limitMs, failures = 5, restMs = 1000, watch = {} } = options;
  const nowMs = options.nowMs ?? (() => performance.now());
  const lanes = new Map<number, Lane>();
  let lanesDown = 0;

  function laneAt(number: number): Lane {
    const lane = lanes.get(number) ?? { failures: 0, closedUntilMs: undefined };
    lanes.set(number, lane);
    return lane;
  }
  function succeeded(lane: Lane): void {
    lane.failures = 0;
    if (lane.closedUntilMs === undefined) return;
    lane.closedUntilMs = undefined;
    lanesDown -= 1;
    if (lanesDown === 0) watch.changed?.('up');
  }
  function failed(lane: Lane, cause: unknown): void {
    lane.failures += 1;
    if (lane.failures < failures || lane.closedUntilMs !== undefined) return;
    lane.closedUntilMs = nowMs() + restMs;
    lanesDown += 1;
    if (lanesDown === 1) watch.changed?.('down', cause);
  }

  function unavailable(says: string, cause?: unknown): StoreUnavailable {
    watch.unavailable?.();
    return new StoreUnavailable(says, { cause });
  }

  return async function run(call, number = 0) {
    const lane = laneAt(number);
    if (lane.closedUntilMs !== undefined) {
      const now = nowMs();
      if (now < lane.closedUntilMs) throw unavailable('the store is left in peace');
      // This call is the one that tries; the others wait for what it finds.
      lane.closedUntilMs = now + restMs;
    }
    try {
      const result = await withinMs(limitMs, call());
      succeeded(lane);
      return result;
    } catch (cause) {
      failed(lane, cause);
      throw unavailable('the store does not answer', cause);
    }
  };
}

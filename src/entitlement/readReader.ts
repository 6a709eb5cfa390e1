import { StoreUnavailable, storeLimitMs } from '../ground/keyvalue.ts';
import type { Metrics } from '../ground/metrics.ts';
import type { Publisher } from '../ground/publisher.ts';
import { isDatabaseUnavailable } from '../ground/sql.ts';
import { withinMs } from '../ground/withinMs.ts';
import type { Meter } from '../meter/store.ts';
import type { Snoozes } from '../snooze/store.ts';
import type { Supporters } from './supporter.ts';

/** All that is kept about a reader; null is what no store could tell in time. */
export interface ReaderState {
  readonly snoozedUntil: Date | null;
  readonly reads: number | null;
  readonly supporter: boolean | null;
}

async function ifKnown<T>(asked: Promise<T>, onUnknown = () => {}): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof StoreUnavailable) && !isDatabaseUnavailable(error)) throw error;
    onUnknown();
    return null;
  }
}

export interface ReadReaderDependencies {
  readonly metrics: Metrics;
  readonly snoozes: Snoozes;
  readonly meter: Meter;
  readonly supporters: Supporters;
}

/** Reads what is kept about a reader, each part within the time that a reader's page may wait. */
export function createReadReader({ metrics, snoozes, meter, supporters }: ReadReaderDependencies) {
  return async function readReader(publisher: Publisher, reader: string): Promise<ReaderState> {
    const [snoozedUntil, reads, supporter] = await Promise.all([
      ifKnown(snoozes.snoozedUntil(publisher, reader)),
      ifKnown(meter.reads(publisher, reader)),
      // The key-value store has a time limit of its own; the database, made for money, waits longer than a page may.
      ifKnown(withinMs(storeLimitMs, supporters.isSupporter(publisher, reader)), () =>
        metrics.storeFailures.inc({ store: 'database' }),
      ),
    ]);
    return { snoozedUntil, reads, supporter };
  };
}

export type ReadReader = ReturnType<typeof createReadReader>;

import type { Clock } from '../ground/clock.ts';
import { newId } from '../ground/ids.ts';
import { createJob, type Job } from '../ground/jobs.ts';
import type { Log } from '../ground/log.ts';
import type { Metrics } from '../ground/metrics.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import { applyWatched } from './changes.ts';
import {
  type ClaimedEvent,
  claimEvent,
  type Finish,
  failEvent,
  finishEvent,
  LeaseLost,
} from './claims.ts';
import { errorLine } from './errorLine.ts';
import { createHandle } from './handle.ts';
import type { Result } from './handler.ts';
import { lastingAfter, retryInS } from './pace.ts';

export interface DrainDependencies {
  readonly db: Database;
  readonly accounts: StripeAccounts;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Events worked side by side. */
  readonly concurrency?: number;
  readonly leaseS?: number | undefined;
  readonly pollMs?: number;
}

/** Works the inbox: claims events, asks Stripe what is so, and writes that and the event's end in one transaction. */
export function createDrain({
  db,
  accounts,
  clock,
  log,
  metrics,
  concurrency = 4,
  leaseS = 120,
  pollMs = 1000,
}: DrainDependencies): Job {
  const handle = createHandle({ db, accounts });

  async function write(event: ClaimedEvent, result: Result): Promise<Finish['status']> {
    const finish: Finish =
      'ignored' in result
        ? { status: 'ignored', reason: result.ignored }
        : { status: 'done', publisher: result.publisher };
    await db.transaction(async (tx) => {
      const changes = 'ignored' in result ? [] : await applyWatched(tx, result, clock.now());
      await finishEvent(tx, event, { ...finish, changes });
    });
    return finish.status;
  }

  async function fail(event: ClaimedEvent, error: unknown): Promise<void> {
    const isLasting = event.attempts >= lastingAfter;
    log[isLasting ? 'error' : 'warn'](
      { event: event.id, type: event.type, attempt: event.attempts, isLasting, err: error },
      'event failed',
    );
    const failure = { error: errorLine(error), retryInS: retryInS(event.attempts), isLasting };
    await db.transaction((tx) => failEvent(tx, event, failure));
  }

  async function work(event: ClaimedEvent): Promise<void> {
    try {
      metrics.eventsWorked.inc({ outcome: await write(event, await handle(event)) });
    } catch (error) {
      // Another worker has it now; what that one reads of Stripe is as new as what we read.
      if (error instanceof LeaseLost) return;
      metrics.eventsWorked.inc({ outcome: 'failed' });
      await fail(event, error);
    }
  }

  async function drain(): Promise<void> {
    for (;;) {
      const event = await claimEvent(db, newId('lease'), leaseS);
      if (!event) return;
      await work(event);
    }
  }

  // Each worker goes on by itself: an event that waits for Stripe keeps one of them, and none of the others.
  const workers = Array.from({ length: concurrency }, (_, i) =>
    createJob({ name: `drain ${i}`, everyMs: pollMs, work: drain, log }),
  );
  return {
    start: () => workers.forEach((worker) => void worker.start()),
    poke: () => workers.forEach((worker) => void worker.poke()),
    stop: async () => void (await Promise.all(workers.map((worker) => worker.stop()))),
  };
}

import { applyOutcome } from '../checkout/outcome.ts';
import type { Clock } from '../ground/clock.ts';
import { newId } from '../ground/ids.ts';
import { createJob, type Job } from '../ground/jobs.ts';
import { describeError, type Log } from '../ground/log.ts';
import type { Metrics } from '../ground/metrics.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import type { Result } from './handler.ts';
import { handlerOf } from './handlers.ts';
import {
  type ClaimedEvent,
  claimEvents,
  type Finish,
  failEvent,
  finishEvent,
  LeaseLost,
} from './inbox.ts';

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

/** After how many failed attempts only a person tries again: some two days, by the waits below. */
export const attemptsLimit = 15;

/** Seconds before the next attempt: 2, 4, 8 … up to six hours. */
export const backoffS = (attempts: number): number => Math.min(2 ** attempts, 6 * 3600);

/** The id of what an event is about, from the bytes that were signed. */
function objectIdOf(event: ClaimedEvent): string | undefined {
  const { data } = JSON.parse(Buffer.from(event.body).toString('utf8')) as {
    data?: { object?: { id?: unknown } };
  };
  return typeof data?.object?.id === 'string' ? data.object.id : undefined;
}

/** An error in a line for staff. What Stripe says of an error is shown to them: it names parameters and ids, no person. */
function errorLine(error: unknown): string {
  const { kind, code, statusCode, message } = describeError(error);
  return [kind, code, statusCode, message]
    .filter((part) => part !== undefined)
    .join(' ')
    .slice(0, 500);
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
  async function handle(event: ClaimedEvent): Promise<Result> {
    const handler = handlerOf(event.type);
    if (!handler) return { ignored: 'nothing here depends on this type' };
    const objectId = objectIdOf(event);
    if (!objectId) return { ignored: 'its object has no id' };
    return handler(objectId, { stripe: accounts.of(event.publisher).stripe, db });
  }

  async function write(event: ClaimedEvent, result: Result): Promise<Finish['status']> {
    const finish: Finish =
      'ignored' in result
        ? { status: 'ignored', reason: result.ignored }
        : { status: 'done', publisher: result.publisher };
    await db.transaction(async (tx) => {
      if (!('ignored' in result)) await applyOutcome(tx, result, clock.now());
      await finishEvent(tx, event, finish);
    });
    return finish.status;
  }

  async function fail(event: ClaimedEvent, error: unknown): Promise<void> {
    const gaveUp = event.attempts >= attemptsLimit;
    log[gaveUp ? 'error' : 'warn'](
      { event: event.id, type: event.type, attempt: event.attempts, gaveUp, err: error },
      'event failed',
    );
    await db.transaction((tx) =>
      failEvent(tx, event, errorLine(error), gaveUp ? undefined : backoffS(event.attempts)),
    );
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
      const events = await claimEvents(db, newId('lease'), concurrency, leaseS);
      if (events.length === 0) return;
      await Promise.all(events.map(work));
    }
  }

  return createJob({ name: 'drain', everyMs: pollMs, work: drain, log });
}

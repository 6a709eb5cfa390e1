import type { Clock } from './ground/clock.ts';
import type { Log } from './ground/log.ts';
import type { Metrics } from './ground/metrics.ts';
import type { Publishers } from './ground/readPublishers.ts';
import type { Database } from './ground/sql.ts';
import type { StripeAccounts } from './ground/stripeAccounts.ts';
import { createDaySums } from './ledger/daySums.ts';
import { createReconcile } from './reconcile/reconcile.ts';
import { createRefunds } from './supporter/refunds.ts';
import { createBackfill } from './webhooks/backfill.ts';
import { createDrain } from './webhooks/drain.ts';
import type { EventBodies } from './webhooks/eventBodies.ts';
import { createIncidentWatch } from './webhooks/incidentWatch.ts';
import { createRecheck } from './webhooks/recheckIncidents.ts';

export interface BooksDependencies {
  readonly db: Database;
  readonly bodies: EventBodies;
  readonly publishers: Publishers;
  readonly accounts: StripeAccounts;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly leaseS?: number | undefined;
}

/** What keeps the books in the background: events are worked, asked for where they did not come, and held against Stripe. */
export function createBooks(dependencies: BooksDependencies) {
  const drain = createDrain(dependencies);
  const backfill = createBackfill({ ...dependencies, onEvent: drain.poke });
  const reconcile = createReconcile(dependencies);
  const refunds = createRefunds(dependencies);
  const watch = createIncidentWatch(dependencies);
  const jobs = [
    drain,
    backfill.job,
    ...reconcile.jobs,
    refunds.job,
    watch.job,
    createRecheck(dependencies).job,
    createDaySums(dependencies),
  ];
  return {
    drain,
    backfill,
    reconcile,
    refunds,
    start(): void {
      for (const job of jobs) job.start();
    },
    async stop(): Promise<void> {
      await Promise.all(jobs.map((job) => job.stop()));
    },
  };
}

export type Books = ReturnType<typeof createBooks>;

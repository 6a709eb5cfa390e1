import { applyOutcome } from '../checkout/outcome.ts';
import type { Clock } from '../ground/clock.ts';
import type { Job } from '../ground/jobs.ts';
import { createLeasedJob } from '../ground/leasedJob.ts';
import type { Log } from '../ground/log.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import type { IncidentKind } from '../incidents/incident.ts';
import { unreadIncidents } from '../incidents/store.ts';
import { createHandle } from './handle.ts';
import type { handlers } from './handlers.ts';

export interface RecheckDependencies {
  readonly db: Database;
  readonly accounts: StripeAccounts;
  readonly clock: Clock;
  readonly log: Log;
}

/** The news whose handler looks at what an incident is about. */
const newsOf: Partial<Record<IncidentKind, keyof typeof handlers>> = {
  dispute: 'charge.dispute.updated',
  // That a warning cannot be acted on any more is an event that we do not listen to.
  fraud_warning: 'radar.early_fraud_warning.created',
  review: 'review.closed',
  mandate_lost: 'mandate.updated',
  payout_failed: 'payout.failed',
  invoice_not_finalized: 'invoice.finalization_failed',
};

const atOnce = 100;

/**
 * Looks again at what open incidents are about, as if news of it had just come: one whose last news was lost, or came
 * beside an older one, closes all the same. The longest unread go first, at most a hundred at once.
 */
export function createRecheck({ db, accounts, clock, log }: RecheckDependencies) {
  const handle = createHandle({ db, accounts });

  async function recheck(): Promise<void> {
    const kinds = Object.keys(newsOf) as IncidentKind[];
    for (const { kind, subject, publisher } of await unreadIncidents(db, kinds, atOnce)) {
      try {
        const result = await handle({ type: newsOf[kind]!, publisher, objectId: subject });
        if (!('ignored' in result))
          await db.transaction((tx) => applyOutcome(tx, result, clock.now()));
      } catch (error) {
        // One that Stripe does not know any more keeps none of the others waiting.
        log.warn({ kind, subject, err: error }, 'an incident could not be looked at again');
      }
    }
  }

  const job: Job = createLeasedJob({
    db,
    name: 'recheck incidents',
    everyS: 3600,
    leaseS: 900,
    firstInS: 600,
    lookMs: 60_000,
    log,
    async work() {
      await recheck();
      return {};
    },
  });

  return { recheck, job };
}

import { applyOutcome } from '../checkout/outcome.ts';
import type { Clock } from '../ground/clock.ts';
import type { Job } from '../ground/jobs.ts';
import { createLeasedJob } from '../ground/leasedJob.ts';
import type { Log } from '../ground/log.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import type { IncidentKind } from '../incidents/incident.ts';
import { openIncidentsAfter } from '../incidents/store.ts';
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
 * beside an older one, closes all the same. A hundred at once, each in its turn: one that cannot be looked at holds up none.
 */
export function createRecheck({ db, accounts, clock, log }: RecheckDependencies) {
  const handle = createHandle({ db, accounts });

  /** Those that began after the incident with this id. @returns after which one the next look begins */
  async function recheck(after = 0): Promise<number> {
    const kinds = Object.keys(newsOf) as IncidentKind[];
    const due = await openIncidentsAfter(db, { kinds, after, limit: atOnce });
    for (const { kind, subject, publisher } of due) {
      try {
        const result = await handle({ type: newsOf[kind]!, publisher, objectId: subject });
        if (!('ignored' in result))
          await db.transaction((tx) => applyOutcome(tx, result, clock.now()));
      } catch (error) {
        // One that Stripe does not know any more keeps none of the others waiting.
        log.warn({ kind, subject, err: error }, 'an incident could not be looked at again');
      }
    }
    return due.length < atOnce ? 0 : due.at(-1)!.id;
  }

  const job: Job = createLeasedJob({
    db,
    name: 'recheck incidents',
    everyS: 3600,
    leaseS: 900,
    firstInS: 600,
    lookMs: 60_000,
    log,
    async work({ after }) {
      return { after: await recheck(typeof after === 'number' ? after : 0) };
    },
  });

  return { recheck, job };
}

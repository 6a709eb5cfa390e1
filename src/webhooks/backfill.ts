import { type Clock, dayMs, fromUnixSeconds, plusMs, toUnixSeconds } from '../ground/clock.ts';
import type { Job } from '../ground/jobs.ts';
import { createLeasedJob } from '../ground/leasedJob.ts';
import type { Log } from '../ground/log.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';
import type { Stripe } from '../ground/stripe.ts';
import type { StripeAccount, StripeAccounts } from '../ground/stripeAccounts.ts';
import { noteIncident } from '../incidents/store.ts';
import { saveWatch, watchDelivery } from './deliveryWatch.ts';
import type { EventBodies } from './eventBodies.ts';
import { handlerOf } from './handlers.ts';
import { keepEvent } from './inbox.ts';
import { strangerReason } from './strangerReason.ts';

export interface BackfillDependencies {
  readonly db: Database;
  readonly bodies: EventBodies;
  readonly publishers: Publishers;
  readonly accounts: StripeAccounts;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when there is something new to work. */
  readonly onEvent: () => void;
}

/** What a back-fill found for one account. */
export interface Backfilled {
  readonly publisher: string;
  /** Events on Stripe's list that something here depends on. */
  readonly listed: number;
  /** Those that had never come. */
  readonly brought: number;
}

/** Stripe's list reaches back so far. https://docs.stripe.com/api/events */
export const listedDays = 30;
const everyS = 600;
const overlapMs = 3_600_000;

type Keeping = Pick<BackfillDependencies, 'db' | 'bodies' | 'clock'>;

async function keepMissing(
  { db, bodies, clock }: Keeping,
  { owner, livemode }: StripeAccount,
  events: readonly Stripe.Event[],
): Promise<number> {
  const { rows } = await db.query<{ id: string }>('select id from event where id = any($1)', [
    events.map(({ id }) => id),
  ]);
  const known = new Set(rows.map(({ id }) => id));
  let brought = 0;
  for (const event of events) {
    if (known.has(event.id)) continue;
    const about = event.account ?? event.context ?? null;
    // Stripe lists events in the version of the account, not of our endpoint: only their ids are used.
    const isNew = await keepEvent(db, bodies, {
      id: event.id,
      type: event.type,
      publisher: owner,
      account: about,
      apiVersion: event.api_version,
      livemode: event.livemode,
      created: fromUnixSeconds(event.created),
      receivedAt: clock.now(),
      body: Buffer.from(JSON.stringify(event)),
      broughtBy: 'backfill',
      parkedBecause: strangerReason(event.livemode, about, livemode),
    });
    if (isNew) brought += 1;
  }
  return brought;
}

async function backfillAccount(
  keeping: Keeping,
  account: StripeAccount,
  since: Date,
): Promise<Backfilled> {
  const { stripe, owner } = account;
  let [listed, brought] = [0, 0];
  let batch: Stripe.Event[] = [];
  const keepBatch = async () => {
    listed += batch.length;
    brought += await keepMissing(keeping, account, batch);
    batch = [];
  };
  const created = { gte: toUnixSeconds(since) };
  for await (const event of stripe.events.list({ created, limit: 100 })) {
    if (handlerOf(event.type)) batch.push(event);
    if (batch.length === 100) await keepBatch();
  }
  await keepBatch();
  return { publisher: owner, listed, brought };
}

export function createBackfill(dependencies: BackfillDependencies) {
  const { db, publishers, accounts, clock, log, onEvent } = dependencies;

  async function watch(account: StripeAccount, brought: number): Promise<void> {
    const { stripe, owner } = account;
    const sharing = [...publishers.keys()].filter((id) => accounts.of(id).owner === owner);
    const at = clock.now();
    const found = await watchDelivery(stripe, sharing, at);
    await saveWatch(db, owner, found, brought, at);
    await noteIncident(db, {
      kind: 'endpoint_disabled',
      subject: owner,
      publisher: owner,
      isOpen: found.endpointDisabled,
      readAt: at,
    });
  }

  /**
   * Asks each account for its events since an instant and keeps those that never came, as the door would have. May be
   * repeated, and run beside the door. An account that does not answer keeps none of the others waiting.
   * @throws AggregateError with what failed, after all were asked
   */
  async function run(since: Date): Promise<Backfilled[]> {
    const results: Backfilled[] = [];
    const errors: unknown[] = [];
    for (const account of accounts.all()) {
      try {
        const result = await backfillAccount(dependencies, account, since);
        results.push(result);
        if (result.brought > 0) {
          log.warn({ publisher: account.owner, brought: result.brought }, 'events had not come');
          onEvent();
        }
        await watch(account, result.brought);
      } catch (error) {
        log.warn({ publisher: account.owner, err: error }, 'events could not be asked for');
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Stripe did not answer for all');
    return results;
  }

  /** From when to ask: thirty days back at first and once a day, else from a little before the last run. */
  async function runFrom(state: Record<string, unknown>): Promise<Record<string, unknown>> {
    const now = clock.now();
    const allAt = typeof state.allAt === 'string' ? new Date(state.allAt) : undefined;
    const ranAt = typeof state.ranAt === 'string' ? new Date(state.ranAt) : undefined;
    const isAll = !allAt || !ranAt || now.getTime() - allAt.getTime() > dayMs;
    await run(isAll ? plusMs(now, -listedDays * dayMs) : plusMs(ranAt, -overlapMs));
    return { allAt: isAll ? now : allAt, ranAt: now };
  }

  const job: Job = createLeasedJob({
    db,
    name: 'backfill',
    everyS,
    leaseS: 900,
    lookMs: 30_000,
    atStart: true,
    log,
    work: runFrom,
  });

  return { run, job };
}

export type Backfill = ReturnType<typeof createBackfill>;

import { countDeclines } from '../giving/decline.ts';
import { type Clock, dayMs, plusMs } from '../ground/clock.ts';
import type { Job } from '../ground/jobs.ts';
import { createLeasedJob } from '../ground/leasedJob.ts';
import type { Log } from '../ground/log.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import type { IncidentKind } from '../incidents/incident.ts';
import { noteIncident, openSubjects } from '../incidents/store.ts';
import { inboxByPublisher, unannouncedGifts } from './inboxState.ts';

export interface IncidentWatchDependencies {
  readonly db: Database;
  readonly publishers: Publishers;
  readonly accounts: StripeAccounts;
  readonly clock: Clock;
  readonly log: Log;
}

const minuteMs = 60_000;
/** How long an event may wait before the inbox counts as failing. */
const lateMs = 15 * minuteMs;
/** How long a gift may stand without any event from Stripe. */
const silentMs = 30 * minuteMs;
const hourMs = 60 * minuteMs;
const weekHours = 7 * 24;
/** Fewer declines in an hour are everyday bad luck, whatever is usual. */
const fewestDeclines = 20;
/** How many times what is usual make a spike. */
const spike = 3;

type Watched = Omit<IncidentWatchDependencies, 'log'>;

const note = (
  { db, clock }: Watched,
  kind: IncidentKind,
  publisher: string,
  isOpen: boolean,
  detail: Record<string, unknown>,
) => noteIncident(db, { kind, subject: publisher, publisher, isOpen, detail, readAt: clock.now() });

async function watchInbox(watched: Watched): Promise<void> {
  const { db, publishers, clock } = watched;
  const states = await inboxByPublisher(db, plusMs(clock.now(), -lateMs));
  const open = await openSubjects(db, ['inbox_failing', 'events_parked']);
  const all = [...publishers.keys(), ...states.keys(), ...[...open.values()].flat()];
  for (const id of new Set(all)) {
    const { failed = 0, late = 0, parked = 0 } = states.get(id) ?? {};
    await note(watched, 'inbox_failing', id, failed + late > 0, { failed, late });
    await note(watched, 'events_parked', id, parked > 0, { parked });
  }
}

async function watchSilence(watched: Watched): Promise<void> {
  const { db, publishers, accounts, clock } = watched;
  const now = clock.now();
  for (const { owner } of accounts.all()) {
    const sharing = [...publishers.keys()].filter((id) => accounts.of(id).owner === owner);
    const gifts = await unannouncedGifts(db, sharing, {
      from: plusMs(now, -30 * dayMs),
      until: plusMs(now, -silentMs),
    });
    await note(watched, 'stripe_silent', owner, gifts > 0, { gifts });
  }
}

async function watchDeclines(watched: Watched): Promise<void> {
  const { db, publishers, clock } = watched;
  const now = clock.now();
  const hourAgo = plusMs(now, -hourMs);
  const open = new Set((await openSubjects(db, ['declines_spike'])).get('declines_spike'));
  for (const id of publishers.keys()) {
    const declines = await countDeclines(db, id, hourAgo, now);
    const before = await countDeclines(db, id, plusMs(hourAgo, -weekHours * hourMs), hourAgo);
    const usual = Math.round((before / weekHours) * 10) / 10;
    const limit = Math.max(fewestDeclines, spike * usual);
    // It is over at half of what began it, so that one near the limit does not come and go.
    const isOpen = declines >= (open.has(id) ? limit / 2 : limit);
    await note(watched, 'declines_spike', id, isOpen, { declines, usual });
  }
}

/** Looks whether the inbox fails, Stripe is silent, or declines spike, and opens or closes an incident for each. */
export function createIncidentWatch(dependencies: IncidentWatchDependencies) {
  const { db, log } = dependencies;

  async function watch(): Promise<void> {
    await watchInbox(dependencies);
    await watchSilence(dependencies);
    await watchDeclines(dependencies);
  }

  const job: Job = createLeasedJob({
    db,
    name: 'incident watch',
    everyS: 60,
    leaseS: 300,
    lookMs: 30_000,
    log,
    async work() {
      await watch();
      return {};
    },
  });

  return { watch, job };
}

export type IncidentWatch = ReturnType<typeof createIncidentWatch>;

import { type Clock, dayMs, plusMs, toUnixSeconds } from '../ground/clock.ts';
import type { Job } from '../ground/jobs.ts';
import { createLeasedJob } from '../ground/leasedJob.ts';
import type { Log } from '../ground/log.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import { type CheckedDay, checkDay } from './dayCheck.ts';
import { checkGifts, type GiftDifference } from './giftCheck.ts';
import { type CheckedPayout, checkPayout } from './payoutCheck.ts';
import { payoutsToCheck } from './payoutLines.ts';

export interface ReconcileDependencies {
  readonly db: Database;
  readonly publishers: Publishers;
  readonly accounts: StripeAccounts;
  readonly clock: Clock;
  readonly log: Log;
}

/** All that a reconciliation did. */
export interface Reconciled {
  readonly days: readonly CheckedDay[];
  readonly payouts: readonly CheckedPayout[];
  readonly gifts: readonly GiftDifference[];
}

const dayS = 86_400;
/** Days held against Stripe each night, today with them: a movement can be dated a little back. */
const nightlyDays = 4;
const payoutDays = 35;
/** How long an unexplained payout rests before it is looked at again. */
const restMs = 6 * 3_600_000;

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The days from one to another, both with it. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = new Date(`${from}T00:00:00Z`); dayOf(at) <= to; at = plusMs(at, dayMs))
    days.push(dayOf(at));
  return days;
}

type Work = () => Promise<Record<string, unknown>>;

function jobsOf({ db, log }: ReconcileDependencies, nightly: Work, waiting: Work): Job[] {
  const common = { db, log, leaseS: 3600 };
  return [
    createLeasedJob({
      ...common,
      name: 'reconcile nightly',
      everyS: dayS,
      firstInS: 600,
      lookMs: 60_000,
      work: nightly,
    }),
    createLeasedJob({
      ...common,
      name: 'reconcile payouts',
      everyS: 15,
      lookMs: 10_000,
      work: waiting,
    }),
  ];
}

export function createReconcile(dependencies: ReconcileDependencies) {
  const { db, publishers, accounts, clock, log } = dependencies;
  const accountOf = (publisher: string) => {
    const { stripe, owner } = accounts.of(publisher);
    const sharing = [...publishers.keys()].filter((id) => accounts.of(id).owner === owner);
    return { stripe, owner, publishers: sharing };
  };
  const owners = () => accounts.all().map(({ owner }) => owner);

  const checkOne = (payout: { id: string; publisher: string }): Promise<CheckedPayout> =>
    checkPayout(dependencies, accountOf(payout.publisher), payout.id);

  /** Checks the payouts that Stripe made on some days: those of which no event told us, too. */
  async function checkPayoutsOf(owner: string, from: Date, to: Date): Promise<CheckedPayout[]> {
    const checked: CheckedPayout[] = [];
    const created = { gte: toUnixSeconds(from), lt: toUnixSeconds(to) };
    const { stripe } = accountOf(owner);
    for await (const { id } of stripe.payouts.list({ created, limit: 100 }))
      checked.push(await checkOne({ id, publisher: owner }));
    return checked;
  }

  /** Holds days and the payouts made on them against Stripe, and every recurring gift, for each account. */
  async function run(from: string, to: string): Promise<Reconciled> {
    const days: CheckedDay[] = [];
    const payouts: CheckedPayout[] = [];
    const gifts: GiftDifference[] = [];
    for (const owner of owners()) {
      const account = accountOf(owner);
      for (const day of daysBetween(from, to))
        days.push(await checkDay(dependencies, account, day));
      const end = plusMs(new Date(`${to}T00:00:00Z`), dayMs);
      payouts.push(...(await checkPayoutsOf(owner, new Date(`${from}T00:00:00Z`), end)));
      gifts.push(...(await checkGifts(dependencies, account)));
    }
    return { days, payouts, gifts };
  }

  async function nightly(): Promise<Record<string, unknown>> {
    const now = clock.now();
    const { days, gifts } = await run(dayOf(plusMs(now, -(nightlyDays - 1) * dayMs)), dayOf(now));
    const payouts: CheckedPayout[] = [];
    for (const owner of owners())
      payouts.push(...(await checkPayoutsOf(owner, plusMs(now, -payoutDays * dayMs), now)));
    const added = days.reduce((sum, day) => sum + day.added.length, 0);
    const open = payouts.filter(({ isReconciled }) => !isReconciled).length;
    log.info({ added, payouts: payouts.length, open, gifts: gifts.length }, 'reconciled');
    return {};
  }

  async function waiting(): Promise<Record<string, unknown>> {
    for (const payout of await payoutsToCheck(db, plusMs(clock.now(), -restMs)))
      await checkOne(payout);
    return {};
  }

  const jobs = jobsOf(dependencies, nightly, waiting);
  return { run, checkOne, jobs };
}

export type Reconcile = ReturnType<typeof createReconcile>;

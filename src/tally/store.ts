import { dayIn, plusDays } from '../ground/calendar.ts';
import type { Clock } from '../ground/clock.ts';
import type { Publisher } from '../ground/publisher.ts';
import { type Database, type Queryable, toInteger } from '../ground/sql.ts';
import { createCounts } from './counts.ts';
import { addSnoozeCounts, type SnoozeCount } from './snoozeTally.ts';
import { isSnoozeEvent, isTallyEvent, type Tally, type TallyEvent } from './tally.ts';

/** Counts of one day of a publication, in its time zone. */
export interface TallyCount extends Pick<Tally, 'campaign' | 'variant'> {
  readonly event: TallyEvent;
  readonly publisher: string;
  /** Such as 2026-11-24. */
  readonly day: string;
  readonly count: number;
}

type Key = Omit<TallyCount, 'count'>;

async function addCounts(db: Queryable, counts: readonly TallyCount[]): Promise<void> {
  const column = <K extends keyof TallyCount>(name: K) => counts.map((one) => one[name]);
  await db.query(
    `insert into tally (publisher, day, campaign, variant, event, count)
     select * from unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::text[], $6::bigint[])
     on conflict (publisher, day, campaign, variant, event) do update set count = tally.count + excluded.count`,
    [
      column('publisher'),
      column('day'),
      column('campaign'),
      column('variant'),
      column('event'),
      column('count'),
    ],
  );
}

/**
 * Counts in memory, so that a reader's page never waits for the database and a busy evening costs one write in a while.
 * A process that is killed takes the counts since its last write with it: they are no money.
 */
export function createTallies({ db, clock }: { db: Database; clock: Clock }) {
  const arms = createCounts<Key>((counts) => addCounts(db, counts));
  const snoozes = createCounts<Omit<SnoozeCount, 'count'>>((counts) => addSnoozeCounts(db, counts));

  return {
    count({ id: publisher, timeZone }: Publisher, tallies: readonly Tally[]): void {
      const day = dayIn(timeZone, clock.now());
      for (const { campaign, variant, event, days, ago = 0 } of tallies) {
        if (isTallyEvent(event)) arms.add({ publisher, day, campaign, variant, event });
        if (isSnoozeEvent(event) && days)
          snoozes.add({ publisher, day: plusDays(day, -ago), days, event });
      }
    },
    /** Writes what was counted since the last time. What cannot be written stays for the next time. */
    async write(): Promise<void> {
      await arms.write();
      await snoozes.write();
    },
  };
}

export type Tallies = ReturnType<typeof createTallies>;

export interface TallyFilter {
  readonly publisher?: string | undefined;
  readonly campaign?: string | undefined;
  /** First and last day. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly after?: Key | undefined;
  readonly limit: number;
}

/** Counts, newest day first. */
export async function listTallies(db: Queryable, filter: TallyFilter): Promise<TallyCount[]> {
  const { publisher, campaign, from, until, after, limit } = filter;
  const { rows } = await db.query<Omit<TallyCount, 'count'> & { count: string }>(
    `select publisher, day::text, campaign, variant, event, count from tally
     where ($1::text is null or publisher = $1) and ($2::text is null or campaign = $2)
       and ($3::date is null or day >= $3) and ($4::date is null or day <= $4)
       and ($5::date is null or (-(day - date '2000-01-01'), publisher, campaign, variant, event)
         > (-($5 - date '2000-01-01'), $6, $7, $8, $9))
     order by -(day - date '2000-01-01'), publisher, campaign, variant, event
     limit $10`,
    [
      publisher,
      campaign,
      from,
      until,
      after?.day,
      after?.publisher,
      after?.campaign,
      after?.variant,
      after?.event,
      limit,
    ],
  );
  return rows.map((row) => ({
    ...row,
    event: row.event as TallyEvent,
    count: toInteger(row.count),
  }));
}

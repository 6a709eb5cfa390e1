import type { Clock } from '../ground/clock.ts';
import type { Publisher } from '../ground/publisher.ts';
import { type Database, type Queryable, toInteger } from '../ground/sql.ts';
import type { Tally, TallyEvent } from './tally.ts';

/** Counts of one day of a publication, in its time zone. */
export interface TallyCount extends Tally {
  readonly publisher: string;
  /** Such as 2026-11-24. */
  readonly day: string;
  readonly count: number;
}

type Key = Omit<TallyCount, 'count'>;

const textOf = ({ publisher, day, campaign, variant, event }: Key) =>
  [publisher, day, campaign, variant, event].join(' ');

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
  const days = new Map<string, Intl.DateTimeFormat>();
  let counts = new Map<string, TallyCount>();

  function dayIn(timeZone: string): string {
    const format = days.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone });
    days.set(timeZone, format);
    return format.format(clock.now());
  }
  function add(counted: TallyCount): void {
    const text = textOf(counted);
    const before = counts.get(text)?.count ?? 0;
    counts.set(text, { ...counted, count: before + counted.count });
  }

  return {
    count({ id, timeZone }: Publisher, tallies: readonly Tally[]): void {
      const day = dayIn(timeZone);
      for (const { campaign, variant, event } of tallies)
        add({ publisher: id, day, campaign, variant, event, count: 1 });
    },
    /** Writes what was counted since the last time. What cannot be written stays for the next time. */
    async write(): Promise<void> {
      const taken = [...counts.values()];
      if (taken.length === 0) return;
      counts = new Map();
      try {
        await addCounts(db, taken);
      } catch (error) {
        taken.forEach(add);
        throw error;
      }
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

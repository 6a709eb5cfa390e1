import { type Queryable, toInteger } from '../ground/sql.ts';
import type { SnoozeEvent } from './tally.ts';

/** Counts of one day of a publication; returns are counted with the day on which their snooze was chosen. */
export interface SnoozeCount {
  readonly publisher: string;
  readonly day: string;
  readonly days: number;
  readonly event: SnoozeEvent;
  readonly count: number;
}

export async function addSnoozeCounts(
  db: Queryable,
  counts: readonly SnoozeCount[],
): Promise<void> {
  const column = <K extends keyof SnoozeCount>(name: K) => counts.map((one) => one[name]);
  await db.query(
    `insert into snooze_tally (publisher, day, days, event, count)
     select * from unnest($1::text[], $2::date[], $3::smallint[], $4::text[], $5::bigint[])
     on conflict (publisher, day, days, event) do update set count = snooze_tally.count + excluded.count`,
    [column('publisher'), column('day'), column('days'), column('event'), column('count')],
  );
}

/** What became of the snoozes of one length. */
export interface SnoozeReturns {
  readonly publisher: string;
  readonly days: number;
  /** Chosen and neither undone nor changed. */
  readonly snoozed: number;
  /** Of those, over by now. */
  readonly over: number;
  /** Of those, whose reader had an appeal in sight again. */
  readonly returned: number;
}

export interface SnoozeFilter {
  readonly publisher?: string | undefined;
  /** First and last day on which the snoozes were chosen. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly after?: Pick<SnoozeReturns, 'publisher' | 'days'> | undefined;
  readonly limit: number;
}

/**
 * Snoozes by length, shortest first. A rate of returns is `returned` of `over`: who is still left in peace could not come back.
 * @param today such as 2026-11-24
 */
export async function listSnoozeReturns(
  db: Queryable,
  today: string,
  { publisher, from, until, after, limit }: SnoozeFilter,
): Promise<SnoozeReturns[]> {
  const { rows } = await db.query<Record<keyof SnoozeReturns, string>>(
    `select publisher, days,
       greatest(0, sum(case event when 'snoozed' then count when 'undone' then -count else 0 end)) as snoozed,
       greatest(0, sum(case when day + days >= $1::date then 0 when event = 'snoozed' then count
         when event = 'undone' then -count else 0 end)) as over,
       sum(case event when 'returned' then count else 0 end) as returned
     from snooze_tally
     where ($2::text is null or publisher = $2) and ($3::date is null or day >= $3)
       and ($4::date is null or day <= $4) and ($5::text is null or (publisher, days) > ($5, $6::smallint))
     group by publisher, days order by publisher, days limit $7`,
    [today, publisher, from, until, after?.publisher, after?.days, limit],
  );
  return rows.map((row) => ({
    publisher: row.publisher,
    days: Number(row.days),
    snoozed: toInteger(row.snoozed),
    over: toInteger(row.over),
    returned: toInteger(row.returned),
  }));
}

import { type Queryable, toInteger } from '../ground/sql.ts';

/** How supporters came and went; those who give monthly or annually. */
export interface SupporterFigures {
  /** With a gift that runs at the end of the time, or now. */
  readonly now: number;
  readonly atStart: number;
  readonly began: number;
  readonly ended: number;
  /** Whose renewal fails at present. */
  readonly failing: number;
  /** Gifts given once in that time. */
  readonly once: number;
}

export interface TimeSpan {
  readonly from: Date;
  readonly until: Date;
  readonly publisher?: string | undefined;
}

const runsAt = (at: string) =>
  `status <> 'pending' and started_at < ${at} and (ended_at is null or ended_at >= ${at})`;

/** Counts supporters by what is known of their gifts today: whoever began and ended is known for ever, what they gave then is not. */
export async function supporterFigures(
  db: Queryable,
  { from, until, publisher }: TimeSpan,
): Promise<SupporterFigures> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select count(*) filter (where frequency <> 'once' and ${runsAt('$2')}) as now,
       count(*) filter (where frequency <> 'once' and ${runsAt('$1')}) as at_start,
       count(*) filter (where frequency <> 'once' and status <> 'pending' and started_at >= $1 and started_at < $2) as began,
       count(*) filter (where frequency <> 'once' and ended_at >= $1 and ended_at < $2) as ended,
       count(*) filter (where status = 'past_due') as failing,
       count(*) filter (where frequency = 'once' and status = 'given' and started_at >= $1 and started_at < $2) as once
     from gift where ($3::text is null or publisher = $3)`,
    [from, until, publisher ?? null],
  );
  const row = rows[0]!;
  return {
    now: toInteger(row.now),
    atStart: toInteger(row.at_start),
    began: toInteger(row.began),
    ended: toInteger(row.ended),
    failing: toInteger(row.failing),
    once: toInteger(row.once),
  };
}

export interface RecurringRevenue {
  readonly currency: string;
  /** Minor units a month: monthly gifts, and a twelfth of annual ones. */
  readonly amount: number;
}

/** What runs at an instant is worth a month, by the amounts of today. */
export async function recurringRevenue(
  db: Queryable,
  { at, publisher }: { at: Date; publisher?: string | undefined },
): Promise<RecurringRevenue[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select currency, round(sum(case frequency when 'annual' then amount / 12.0 else amount end))::text as amount
     from gift where frequency <> 'once' and status not in ('paused') and ${runsAt('$1')}
       and ($2::text is null or publisher = $2)
     group by currency order by sum(amount) desc`,
    [at, publisher ?? null],
  );
  return rows.map((row) => ({
    currency: row.currency as string,
    amount: toInteger(row.amount),
  }));
}

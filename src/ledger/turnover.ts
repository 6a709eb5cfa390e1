import { type Queryable, toInteger } from '../ground/sql.ts';
import type { Account } from './account.ts';
import { summedUpTo } from './daySums.ts';

/** What an account had moved in one currency before an instant; minor units, both positive. */
export interface Turnover {
  readonly publisher: string;
  readonly account: Account;
  readonly currency: string;
  readonly debits: number;
  readonly credits: number;
}

// Sums of whole days, the entries of the day that is cut, and what was booked after the sums were made.
const parts = `
  select publisher, account, currency, debits, credits from ledger_day
    where day < (m.moment at time zone 'UTC')::date and ($3::text is null or account = $3)
  union all
  select e.publisher, e.account, e.currency, greatest(e.amount, 0), greatest(-e.amount, 0)
    from transfer t join entry e on e.transfer_id = t.id
    where $3::text is null and t.at >= date_trunc('day', m.moment at time zone 'UTC') at time zone 'UTC' and t.at < m.moment and t.sequence <= $2
  union all
  select publisher, account, currency, greatest(amount, 0), greatest(-amount, 0) from entry
    where account = $3 and at >= date_trunc('day', m.moment at time zone 'UTC') at time zone 'UTC' and at < m.moment and sequence <= $2
  union all
  select e.publisher, e.account, e.currency, greatest(e.amount, 0), greatest(-e.amount, 0)
    from transfer t join entry e on e.transfer_id = t.id
    where t.sequence > $2 and t.at < m.moment and ($3::text is null or e.account = $3)`;

/**
 * What moved before each of some instants, without them: of one account, or of all. It costs as much as there are days
 * and accounts, however many transfers there are.
 */
export async function turnoverBefore(
  db: Queryable,
  moments: readonly Date[],
  account?: string,
): Promise<Turnover[][]> {
  for (;;) {
    const upTo = await summedUpTo(db);
    const { rows } = await db.query<Record<string, unknown>>(
      `select s.sequence as summed, x.* from ledger_summed s left join (
         select m.nth, p.publisher, p.account, p.currency, sum(p.debits)::text as debits, sum(p.credits)::text as credits
         from unnest($1::timestamptz[]) with ordinality m (moment, nth), lateral (${parts}) p
         group by m.nth, p.publisher, p.account, p.currency
       ) x on true`,
      [moments, upTo, account ?? null],
    );
    // Between the two questions more was summed: it would be counted twice.
    if (toInteger(rows[0]!.summed) !== upTo) continue;
    return moments.map((_, i) =>
      rows
        .filter((row) => row.nth !== null && toInteger(row.nth) === i + 1)
        .map((row) => ({
          publisher: row.publisher as string,
          account: row.account as Account,
          currency: row.currency as string,
          debits: toInteger(row.debits),
          credits: toInteger(row.credits),
        })),
    );
  }
}

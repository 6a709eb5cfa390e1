import type { Job } from '../ground/jobs.ts';
import { createLeasedJob } from '../ground/leasedJob.ts';
import type { Log } from '../ground/log.ts';
import { type Database, type Queryable, toInteger } from '../ground/sql.ts';

const batch = 20_000;

/**
 * The last transfer before which none can come any more: numbers are given before a transaction ends, and the lock waits
 * for all that are under way. It is let go at once.
 */
const settledUpTo = (db: Database): Promise<number> =>
  db.transaction(async (tx) => {
    await tx.query("set local lock_timeout = '1s'");
    await tx.query('lock table transfer in share mode');
    const { rows } = await tx.query<{ last: unknown }>(
      'select coalesce(max(sequence), 0) as last from transfer',
    );
    return toInteger(rows[0]!.last);
  });

/** Up to which transfer the sums by day reach. */
export async function summedUpTo(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ sequence: unknown }>('select sequence from ledger_summed');
  return toInteger(rows[0]!.sequence);
}

/**
 * Adds what was booked since to the sums by day. May be cut short, repeated, and run side by side: a batch is one
 * transaction, and moves the mark up to which it summed.
 */
export async function sumDays(db: Database): Promise<void> {
  const last = await settledUpTo(db);
  for (;;) {
    const isDone = await db.transaction(async (tx) => {
      const { rows } = await tx.query<{ sequence: unknown }>(
        'select sequence from ledger_summed for update',
      );
      const from = toInteger(rows[0]!.sequence);
      if (from >= last) return true;
      const until = Math.min(from + batch, last);
      await tx.query(
        `insert into ledger_day (publisher, account, currency, day, debits, credits)
         select e.publisher, e.account, e.currency, (e.at at time zone 'UTC')::date,
           sum(greatest(e.amount, 0)), sum(greatest(-e.amount, 0))
         from transfer t join entry e on e.transfer_id = t.id
         where t.sequence > $1 and t.sequence <= $2
         group by 1, 2, 3, 4 order by 1, 2, 3, 4
         on conflict (account, day, currency, publisher) do update
           set debits = ledger_day.debits + excluded.debits, credits = ledger_day.credits + excluded.credits`,
        [from, until],
      );
      await tx.query('update ledger_summed set sequence = $1', [until]);
      return until >= last;
    });
    if (isDone) return;
  }
}

/** Keeps the sums by day near the present; until then balances are right all the same, and only slower. */
export const createDaySums = ({ db, log }: { readonly db: Database; readonly log: Log }): Job =>
  createLeasedJob({
    db,
    name: 'day sums',
    everyS: 300,
    leaseS: 600,
    lookMs: 30_000,
    atStart: true,
    log,
    async work() {
      await sumDays(db);
      return {};
    },
  });

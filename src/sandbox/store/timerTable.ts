import { type Queryable, type Transaction, toInteger } from '../../ground/sql.ts';
import { textArray } from '../../ground/textArray.ts';
import { rowsAtOnce } from './objectTable.ts';

/** What may be set to happen by itself. */
export type TimerKind =
  | 'dispute.expire'
  | 'invoice.finalize'
  | 'invoice.retry'
  | 'payout.arrive'
  | 'payout.make'
  | 'payout.send'
  | 'refund.settle'
  | 'session.expire'
  | 'subscription.abandon'
  | 'subscription.announce'
  | 'subscription.end'
  | 'subscription.renew'
  | 'subscription.unpause';

export interface Timer {
  readonly kind: TimerKind;
  readonly object: string;
  /** Unix seconds, by the wall or by the test clock. */
  readonly dueAt: number;
  /** The test clock's id; null for the wall. */
  readonly clock: string | null;
}

const wall = 'wall';

/** Sets timers; one that is set already stays. */
export function writeTimers(
  defer: Transaction['defer'],
  account: string,
  timers: readonly Timer[],
): void {
  for (let from = 0; from < timers.length; from += rowsAtOnce) {
    const some = timers.slice(from, from + rowsAtOnce);
    const column = (of: (timer: Timer) => string) => textArray(some.map(of));
    defer(
      `insert into sandbox_timer (account, clock, kind, object, due_at)
       select $1, r.clock, r.kind, r.object, r.due_at::bigint
       from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as r(clock, kind, object, due_at)
       on conflict do nothing`,
      [
        account,
        column(({ clock }) => clock ?? wall),
        column(({ kind }) => kind),
        column(({ object }) => object),
        column(({ dueAt }) => String(dueAt)),
      ],
    );
  }
}

/** Takes the timers that are due by `at`, earliest first, at most so many. */
export async function takeTimers(
  db: Queryable,
  account: string,
  { clock, at, most }: { clock: string | null; at: number; most: number },
): Promise<Timer[]> {
  const { rows } = await db.query<{ kind: TimerKind; object: string; due_at: string; seq: string }>(
    `delete from sandbox_timer where (account, clock, kind, object, due_at) in (
       select account, clock, kind, object, due_at from sandbox_timer
       where account = $1 and clock = $2 and due_at <= $3 order by due_at, seq limit $4
     ) returning kind, object, due_at, seq`,
    [account, clock ?? wall, at, most],
  );
  return rows
    .map(({ due_at, seq, ...row }) => ({ ...row, dueAt: toInteger(due_at), seq: toInteger(seq) }))
    .sort((a, b) => a.dueAt - b.dueAt || a.seq - b.seq)
    .map(({ kind, object, dueAt }) => ({ kind, object, dueAt, clock }));
}

/** Accounts in which something is due by the wall's time. */
export async function accountsDue(db: Queryable, at: number, most: number): Promise<string[]> {
  const { rows } = await db.query<{ account: string }>(
    `select distinct account from sandbox_timer where clock = '${wall}' and due_at <= $1 limit $2`,
    [at, most],
  );
  return rows.map(({ account }) => account);
}

/** Lets the wall's time count for what was set by a test clock, of some kinds. */
export async function moveTimers(
  db: Queryable,
  account: string,
  clock: string,
  kinds: readonly TimerKind[],
): Promise<void> {
  await db.query(
    `with taken as (
       delete from sandbox_timer where account = $1 and clock = $2 and kind = any($3)
       returning account, kind, object, due_at
     )
     insert into sandbox_timer (account, clock, kind, object, due_at)
     select account, '${wall}', kind, object, due_at from taken on conflict do nothing`,
    [account, clock, kinds],
  );
}

/** Forgets all that was set by a test clock. */
export const dropTimers = (db: Queryable, account: string, clock: string) =>
  db.query('delete from sandbox_timer where account = $1 and clock = $2', [account, clock]);

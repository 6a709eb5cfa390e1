import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from './sql.ts';

/** When something may happen, and in how many milliseconds that is. */
export interface Slot {
  readonly at: Date;
  readonly waitMs: number;
}

export interface PaceDependencies {
  readonly db: Queryable;
  /** How many may happen in a second, in all processes together. */
  readonly perSecond: number;
  /** Waits for a slot. */
  readonly wait?: ((slot: Slot) => Promise<void>) | undefined;
}

// A queue that is longer than any can be comes of a clock that was put back: nobody waits for it.
const longestQueueS = 60;

/** Lets whoever calls go on when it is their turn: one after the other, by the database's clock, which all processes share. */
export function createPace({
  db,
  perSecond,
  wait = ({ waitMs }) => sleep(waitMs),
}: PaceDependencies): () => Promise<void> {
  return async function takeTurn() {
    const { rows } = await db.query<{ at: Date; waitMs: number }>(
      `insert into post_pace as pace (free_at) values (clock_timestamp() + make_interval(secs => $1))
       on conflict (is_only) do update set free_at = make_interval(secs => $1) + case
         when pace.free_at > clock_timestamp() + make_interval(secs => $2) then clock_timestamp()
         else greatest(pace.free_at, clock_timestamp()) end
       returning free_at - make_interval(secs => $1) as at,
         greatest(0, extract(epoch from free_at - clock_timestamp()) - $1)::float8 * 1000 as "waitMs"`,
      [1 / perSecond, longestQueueS],
    );
    await wait(rows[0]!);
  };
}

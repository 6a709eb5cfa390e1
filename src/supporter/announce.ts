import { type Clock, dayMs, plusMs } from '../ground/clock.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';

export interface AnnounceDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly publishers: Publishers;
}

/** How far back thanks are owed: who turns mail on does not write to everybody who ever gave. */
const thanksMs = 3 * dayMs;
/** How long before an annual gift renews its giver is told. */
const noticeMs = 14 * dayMs;
/** How long before the last attempt, or before its grace ends, a failing gift is told of once more. */
const lastCallMs = 3 * dayMs;

const insert = 'insert into post (id, kind, publisher, about, facts, due_at, created_at)';

/**
 * Orders the letters that gifts give reason for: by looking at what is so, not by listening to news of it, so that nothing
 * is missed whatever died when, and nothing is ordered twice.
 */
export function createAnnounce({ db, clock, publishers }: AnnounceDependencies) {
  async function announceFailing(
    { id, graceDays, paymentAttempts }: Publisher,
    now: Date,
  ): Promise<void> {
    // One of each for every period that is not paid.
    const period = 'extract(epoch from coalesce(paid_until, started_at))::bigint';
    await db.query(
      `${insert} select 'failing:' || id || ':' || ${period}, 'failing', publisher, id, '{}', $2, $2
       from gift where publisher = $1 and status = 'past_due' on conflict (id) do nothing`,
      [id, now],
    );
    await db.query(
      `${insert} select 'failing-last:' || id || ':' || ${period}, 'failing', publisher, id, '{"last": true}', $2, $2
       from gift where publisher = $1 and status = 'past_due' and coalesce(paid_until, started_at) < $3
       on conflict (id) do nothing`,
      [id, now, plusMs(now, lastCallMs - graceDays * dayMs)],
    );
    // Once for the period, whichever comes first. What lies in the past was of an earlier one.
    await db.query(
      `${insert} select 'failing-last:' || id || ':' || ${period}, 'failing', publisher, id, '{"last": true}', greatest($2::timestamptz, next_at - $4 * interval '1 ms'), $2
       from gift join payment_attempt on gift_id = id
       where publisher = $1 and status = 'past_due' and made = $3 and next_at > $2 on conflict (id) do nothing`,
      [id, now, paymentAttempts - 1, lastCallMs],
    );
  }

  return async function announce(): Promise<void> {
    const now = clock.now();
    await db.query(
      `${insert} select 'thanks:' || id, 'thanks', publisher, id, '{}', $1, $1
       from gift where status in ('active', 'given') and started_at > $2 on conflict (id) do nothing`,
      [now, plusMs(now, -thanksMs)],
    );
    await db.query(
      `${insert} select 'renewal:' || id || ':' || extract(epoch from paid_until)::bigint, 'renewal', publisher, id, '{}', $1, $1
       from gift where frequency = 'annual' and status = 'active' and ends_at is null and paid_until > $1 and paid_until < $2
       on conflict (id) do nothing`,
      [now, plusMs(now, noticeMs)],
    );
    for (const publisher of publishers.values()) await announceFailing(publisher, now);
  };
}

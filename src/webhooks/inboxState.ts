import { type Queryable, toInteger } from '../ground/sql.ts';

/** What of a publisher's events does not go as it should. */
export interface InboxState {
  readonly failed: number;
  /** Events that wait since before an instant. */
  readonly late: number;
  readonly parked: number;
}

/** The publishers with events that failed, are parked, or came at or before an instant and still wait. */
export async function inboxByPublisher(
  db: Queryable,
  lateSince: Date,
): Promise<Map<string, InboxState>> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select publisher, count(*) filter (where status = 'failed') as failed,
       count(*) filter (where status = 'received' and received_at <= $1) as late,
       count(*) filter (where status = 'parked') as parked
     from event where status in ('received', 'failed', 'parked') group by publisher`,
    [lateSince],
  );
  return new Map(
    rows.map((row) => [
      row.publisher as string,
      {
        failed: toInteger(row.failed),
        late: toInteger(row.late),
        parked: toInteger(row.parked),
      },
    ]),
  );
}

/**
 * How many gifts of publishers that share an account were completed from one instant to another, since Stripe last
 * brought any event to our door. What was asked for does not count as brought.
 */
export async function unannouncedGifts(
  db: Queryable,
  publishers: readonly string[],
  { from, until }: { readonly from: Date; readonly until: Date },
): Promise<number> {
  const { rows } = await db.query<{ gifts: string }>(
    `select count(*)::text as gifts from gift
     where publisher = any($1::text[]) and status not in ('pending', 'failed') and started_at <= $3
       and started_at > coalesce((select received_at from event
         where publisher = any($1::text[]) and brought_by = 'delivery' and received_at > $2
         order by received_at desc limit 1), $2)`,
    [publishers, from, until],
  );
  return toInteger(rows[0]!.gifts);
}

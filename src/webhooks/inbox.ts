import type { Queryable, Transaction } from '../ground/sql.ts';

export type EventStatus = 'received' | 'done' | 'ignored' | 'parked' | 'failed';
export const eventStatuses: readonly EventStatus[] = [
  'received',
  'done',
  'ignored',
  'parked',
  'failed',
];

export interface ArrivedEvent {
  readonly id: string;
  readonly type: string;
  readonly publisher: string;
  /** The connected account or context it is about; ours have none. */
  readonly account: string | null;
  readonly apiVersion: string | null;
  readonly livemode: boolean;
  readonly created: Date;
  readonly receivedAt: Date;
  /** The bytes that were signed. */
  readonly body: Uint8Array;
  /** Why it is not to be worked, where that is known at the door. */
  readonly parkedBecause?: string | undefined;
}

/**
 * Keeps an event unless it is there already; what comes again is counted.
 * @returns whether it is new
 */
export async function keepEvent(db: Queryable, event: ArrivedEvent): Promise<boolean> {
  const { rows } = await db.query<{ deliveries: number }>(
    `insert into event (id, type, publisher, account, api_version, livemode, created, received_at, body, status, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (id) do update set deliveries = event.deliveries + 1
     returning deliveries`,
    [
      event.id,
      event.type,
      event.publisher,
      event.account,
      event.apiVersion,
      event.livemode,
      event.created,
      event.receivedAt,
      event.body,
      event.parkedBecause ? 'parked' : 'received',
      event.parkedBecause ?? null,
    ],
  );
  return rows[0]?.deliveries === 1;
}

export interface ClaimedEvent {
  readonly id: string;
  readonly type: string;
  readonly publisher: string;
  readonly livemode: boolean;
  readonly body: Uint8Array;
  readonly lease: string;
  readonly attempts: number;
  readonly claimedAt: Date;
}

/**
 * Leases waiting events to this worker and lets go of the database: a handler asks Stripe, and no lock may wait for that.
 * Times are the database's own. A lease that ran out (its worker died) is free again; its attempt has counted.
 */
export async function claimEvents(
  db: Queryable,
  lease: string,
  limit: number,
  leaseS: number,
): Promise<ClaimedEvent[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `update event set lease = $1, leased_until = clock_timestamp() + make_interval(secs => $3), attempts = attempts + 1
     where id in (
       select id from event
       where status = 'received' and run_at <= clock_timestamp()
         and (leased_until is null or leased_until < clock_timestamp())
       order by run_at, sequence limit $2
       for update skip locked -- two workers take different events instead of waiting for each other
     )
     returning id, type, publisher, livemode, body, attempts, clock_timestamp() as claimed_at`,
    [lease, limit, leaseS],
  );
  return rows.map((row) => ({
    id: row.id as string,
    type: row.type as string,
    publisher: row.publisher as string,
    livemode: row.livemode as boolean,
    body: row.body as Uint8Array,
    lease,
    attempts: row.attempts as number,
    claimedAt: row.claimed_at as Date,
  }));
}

/** The lease ran out and another worker has the event: what this one found is not to be written. */
export class LeaseLost extends Error {}

export interface Finish {
  readonly status: 'done' | 'ignored' | 'parked';
  readonly reason?: string | undefined;
  readonly publisher?: string | undefined;
}

async function noteAttempt(
  tx: Transaction,
  event: ClaimedEvent,
  outcome: string,
  error: string | null,
): Promise<void> {
  await tx.query(
    `insert into event_attempt (event_id, number, began_at, ended_at, outcome, error)
     values ($1, $2, $3, clock_timestamp(), $4, $5)`,
    [event.id, event.attempts, event.claimedAt, outcome, error],
  );
}

/** Ends an event in the transaction that holds its writes. @throws LeaseLost where it is no longer ours */
export async function finishEvent(
  tx: Transaction,
  event: ClaimedEvent,
  finish: Finish,
): Promise<void> {
  const { rowCount } = await tx.query(
    `update event set status = $3, reason = $4, publisher = coalesce($5, publisher), error = null, lease = null,
       leased_until = null, finished_at = clock_timestamp()
     where id = $1 and lease = $2 and status = 'received' returning id`,
    [event.id, event.lease, finish.status, finish.reason ?? null, finish.publisher ?? null],
  );
  if (rowCount !== 1) throw new LeaseLost(event.id);
  await noteAttempt(tx, event, finish.status, null);
}

/** Notes a failed attempt: tried again after `retryInS`, or given up (undefined), when only a person can try again. */
export async function failEvent(
  tx: Transaction,
  event: ClaimedEvent,
  error: string,
  retryInS: number | undefined,
): Promise<void> {
  const { rowCount } = await tx.query(
    `update event set status = $3, error = $4, lease = null, leased_until = null,
       run_at = clock_timestamp() + make_interval(secs => $5), finished_at = case when $3 = 'failed' then clock_timestamp() end
     where id = $1 and lease = $2 and status = 'received' returning id`,
    [event.id, event.lease, retryInS === undefined ? 'failed' : 'received', error, retryInS ?? 0],
  );
  if (rowCount === 1) await noteAttempt(tx, event, 'failed', error);
}

/**
 * Puts an ended event back in the queue. One that is waiting or under way stays as it is.
 * @returns whether it was put back; undefined where there is no such event
 */
export async function requeueEvent(db: Queryable, id: string): Promise<boolean | undefined> {
  const { rowCount } = await db.query(
    `update event set status = 'received', reason = null, error = null, run_at = clock_timestamp(), finished_at = null
     where id = $1 and status <> 'received' returning id`,
    [id],
  );
  if (rowCount === 1) return true;
  const { rows } = await db.query('select id from event where id = $1', [id]);
  return rows.length === 1 ? false : undefined;
}

import type { Queryable, Transaction } from '../ground/sql.ts';
import type { Change } from './changes.ts';
import { factsOf } from './eventFacts.ts';

export interface ClaimedEvent {
  readonly id: string;
  readonly type: string;
  readonly publisher: string;
  readonly livemode: boolean;
  /** The id of what it is about. */
  readonly objectId: string | null;
  readonly lease: string;
  readonly attempts: number;
  readonly claimedAt: Date;
}

/** What an event in its row is about; of one from before bodies were sealed the body says it. */
export const objectIdOf = (row: Record<string, unknown>): string | null =>
  (row.object_id as string | null) ??
  (row.plain ? factsOf(row.plain as Uint8Array).objectId : null);

/**
 * Leases the next event that is due to this worker and lets go of the database: a handler asks Stripe, and no lock may
 * wait for that. Times are the database's own. A lease that ran out (its worker died) is free again; its attempt has
 * counted, and the event waits longer each time, so that one which kills its workers does not kill one after the other.
 */
export async function claimEvent(
  db: Queryable,
  lease: string,
  leaseS: number,
): Promise<ClaimedEvent | undefined> {
  const { rows } = await db.query<Record<string, unknown>>(
    `update event set lease = $1, leased_until = clock_timestamp() + make_interval(secs => $2), attempts = attempts + 1,
       run_at = clock_timestamp() + make_interval(secs => $2 + least(power(2, least(attempts, 15)), 21600))
     where id = (
       select id from event
       where status in ('received', 'failed') and run_at <= clock_timestamp()
         and (leased_until is null or leased_until < clock_timestamp())
       order by run_at, sequence limit 1
       for update skip locked -- two workers take different events instead of waiting for each other
     )
     returning id, type, publisher, livemode, object_id, case when is_sealed then null else body end as plain, attempts, clock_timestamp() as claimed_at`,
    [lease, leaseS],
  );
  const [row] = rows;
  return (
    row && {
      id: row.id as string,
      type: row.type as string,
      publisher: row.publisher as string,
      livemode: row.livemode as boolean,
      objectId: objectIdOf(row),
      lease,
      attempts: row.attempts as number,
      claimedAt: row.claimed_at as Date,
    }
  );
}

/** The lease ran out and another worker has the event: what this one found is not to be written. */
export class LeaseLost extends Error {}

export interface Finish {
  readonly status: 'done' | 'ignored' | 'parked';
  readonly reason?: string | undefined;
  readonly publisher?: string | undefined;
  /** What it wrote, for those who ask. */
  readonly changes?: readonly Change[];
}

async function noteAttempt(
  tx: Transaction,
  event: ClaimedEvent,
  outcome: string,
  { error = null, changes }: { error?: string | null; changes?: readonly Change[] | undefined },
): Promise<void> {
  await tx.query(
    `insert into event_attempt (event_id, number, began_at, ended_at, outcome, error, changes)
     values ($1, $2, $3, clock_timestamp(), $4, $5, $6::jsonb)`,
    [
      event.id,
      event.attempts,
      event.claimedAt,
      outcome,
      error,
      changes ? JSON.stringify(changes) : null,
    ],
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
     where id = $1 and lease = $2 returning id`,
    [event.id, event.lease, finish.status, finish.reason ?? null, finish.publisher ?? null],
  );
  if (rowCount !== 1) throw new LeaseLost(event.id);
  await noteAttempt(tx, event, finish.status, { changes: finish.changes });
}

export interface Failure {
  readonly error: string;
  readonly retryInS: number;
  /** Whether it has failed so often that staff must look. It is tried again all the same. */
  readonly isLasting: boolean;
}

/** Notes a failed attempt; the event waits for the next one. */
export async function failEvent(
  tx: Transaction,
  event: ClaimedEvent,
  { error, retryInS, isLasting }: Failure,
): Promise<void> {
  const { rowCount } = await tx.query(
    `update event set status = $3, error = $4, lease = null, leased_until = null,
       run_at = clock_timestamp() + make_interval(secs => $5)
     where id = $1 and lease = $2 returning id`,
    [event.id, event.lease, isLasting ? 'failed' : 'received', error, retryInS],
  );
  if (rowCount === 1) await noteAttempt(tx, event, 'failed', { error });
}

import { newId } from './ids.ts';
import { createJob, type Job } from './jobs.ts';
import type { Log } from './log.ts';
import type { Database } from './sql.ts';

export type JobState = Readonly<Record<string, unknown>>;

export interface LeasedJobOptions {
  readonly db: Database;
  /** Its row in the database; the same for every process. */
  readonly name: string;
  /** Seconds from the end of one run to the next. */
  readonly everyS: number;
  /** Seconds after which a run that was not ended counts as dead. */
  readonly leaseS: number;
  /** How often each process looks whether it is time. */
  readonly lookMs: number;
  /** Seconds from the first start ever to the first run; at once where absent. */
  readonly firstInS?: number;
  /** Runs at each start of a process, whenever the last run was. */
  readonly atStart?: boolean;
  readonly log: Log;
  /** @returns what the next run is to know */
  work(state: JobState): Promise<JobState>;
}

/** Work for one process at a time, whichever comes first: a row in the database says who has it and when it is due. Times are the database's own. */
export function createLeasedJob(options: LeasedJobOptions): Job {
  const { db, name, everyS, leaseS, lookMs, atStart = false, log, work } = options;
  let isFirst = atStart;

  async function claim(lease: string): Promise<JobState | undefined> {
    await db.query(
      `insert into job (name, due_at) values ($1, clock_timestamp() + make_interval(secs => $2))
       on conflict do nothing`,
      [name, options.firstInS ?? 0],
    );
    const { rows } = await db.query<{ state: JobState }>(
      `update job set lease = $2, leased_until = clock_timestamp() + make_interval(secs => $3), began_at = clock_timestamp()
       where name = $1 and (due_at <= clock_timestamp() or $4)
         and (leased_until is null or leased_until < clock_timestamp())
       returning state`,
      [name, lease, leaseS, isFirst],
    );
    if (rows[0]) isFirst = false;
    return rows[0]?.state;
  }

  const release = (lease: string, error: string | null, state: JobState | null) =>
    db.query(
      `update job set lease = null, leased_until = null, ended_at = clock_timestamp(), error = $3,
         due_at = clock_timestamp() + make_interval(secs => $4), state = coalesce($5::jsonb, state)
       where name = $1 and lease = $2`,
      [name, lease, error, everyS, state && JSON.stringify(state)],
    );

  async function look(): Promise<void> {
    const lease = newId('lease');
    const state = await claim(lease);
    if (!state) return;
    try {
      await release(lease, null, await work(state));
    } catch (error) {
      await release(lease, error instanceof Error ? error.constructor.name : 'unknown', null);
      throw error;
    }
  }

  return createJob({ name, everyMs: lookMs, work: look, log });
}

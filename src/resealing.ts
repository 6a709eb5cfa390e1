import { reseal } from './command/reseal.ts';
import type { Clock } from './ground/clock.ts';
import { createJob, type Job } from './ground/jobs.ts';
import type { Log } from './ground/log.ts';
import type { Secrets } from './ground/secrets.ts';
import type { Database } from './ground/sql.ts';

export interface ResealingDependencies {
  readonly stores: { readonly db: Database };
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Log;
}

const hourMs = 3_600_000;

/** While APP_SECRET changes, seals anew what the former one sealed: at once, and each hour for what another process added. */
export function createResealing({ stores, secrets, clock, log }: ResealingDependencies): Job {
  let isStopped = false;
  async function work(): Promise<void> {
    if (secrets.formers === 0) return;
    const counts = await reseal({ db: stores.db, secrets, clock, isStopped: () => isStopped });
    if (isStopped) return;
    const sum = (which: 'former' | 'unknown') =>
      counts.reduce((total, one) => total + one[which], 0);
    log.info(
      { sealedAnew: sum('former'), unknown: sum('unknown') },
      'what a former APP_SECRET sealed is sealed anew: "npx smallfavor secret check" says when it may go',
    );
  }
  const job = createJob({ name: 'reseal', everyMs: hourMs, work, log });
  return {
    ...job,
    async stop() {
      isStopped = true;
      await job.stop();
    },
  };
}

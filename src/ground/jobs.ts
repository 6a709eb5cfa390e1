import type { Log } from './log.ts';

/** Work that goes on in the background until it is stopped. */
export interface Job {
  start(): void;
  /** Runs it now rather than at the next tick; calls while it runs lead to one more run. */
  poke(): void;
  /** No new run; resolves when the present one is over. */
  stop(): Promise<void>;
}

/** A job that runs `work` at once, then whenever poked, and at least every `everyMs` after a run ended. An error is logged, never fatal. */
export function createJob({
  name,
  everyMs,
  work,
  log,
}: {
  name: string;
  everyMs: number;
  work: () => Promise<void>;
  log: Log;
}): Job {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = true;

  async function run(): Promise<void> {
    do {
      again = false;
      try {
        await work();
      } catch (error) {
        log.error({ job: name, err: error }, 'job failed; it will run again');
      }
    } while (again && !stopped);
    running = undefined;
    if (!stopped) timer = setTimeout(poke, everyMs);
  }

  function poke(): void {
    if (stopped) return;
    clearTimeout(timer);
    if (running !== undefined) again = true;
    else running = run();
  }

  return {
    start() {
      stopped = false;
      poke();
    },
    poke,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

import { type Clock, toUnixSeconds } from '../ground/clock.ts';
import type { Log } from '../ground/log.ts';
import type { Database } from '../ground/sql.ts';
import { accountsDue } from './store/timerTable.ts';
import type { Transact } from './store/transact.ts';
import { passTime } from './time/passTime.ts';
import type { RequestKeys } from './wire/requestKeys.ts';

const everyMs = 5000;
const batch = 50;

export interface HousekeepingDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly transact: Transact;
  readonly requestKeys: RequestKeys;
}

/** What happens by itself as time passes: sessions expire, subscriptions renew, payouts are made, old idempotency keys go. */
export function createHousekeeping(deps: HousekeepingDeps) {
  const { database, clock, log, transact, requestKeys } = deps;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  async function passWallTime(): Promise<void> {
    const now = toUnixSeconds(clock.now());
    for (const account of await accountsDue(database, now, batch))
      await transact.writing(account, (work) => passTime(work, now, { most: batch }));
  }

  async function tick(): Promise<void> {
    try {
      await passWallTime();
      await requestKeys.prune();
    } catch (error) {
      log.warn({ err: error }, 'the sandbox could not keep house; it will try again');
    }
  }

  return {
    tick,
    start(): void {
      timer ??= setInterval(() => {
        running = running.then(tick);
      }, everyMs);
      timer.unref();
    },
    async stop(): Promise<void> {
      clearInterval(timer);
      timer = undefined;
      await running;
    },
  };
}

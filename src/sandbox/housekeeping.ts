import { type Clock, toUnixSeconds } from '../ground/clock.ts';
import type { Log } from '../ground/log.ts';
import type { Database } from '../ground/sql.ts';
import { settleExpiry } from './checkout/expire.ts';
import type { Transact } from './store/transact.ts';
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

/** What happens by itself as time passes: sessions expire, old idempotency keys go. */
export function createHousekeeping(deps: HousekeepingDeps) {
  const { database, clock, log, transact, requestKeys } = deps;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  async function expireSessions(): Promise<void> {
    const { rows } = await database.query<{ account: string; id: string }>(
      `select account, id from sandbox_object
       where type = 'checkout.session' and refs @> array['status:open']
         and (body->>'expires_at')::bigint <= $1
       limit $2`,
      [toUnixSeconds(clock.now()), batch],
    );
    for (const { account, id } of rows)
      await transact.writing(account, async (work) => {
        await settleExpiry(work, await work.need('checkout.session', id));
      });
  }

  async function tick(): Promise<void> {
    try {
      await expireSessions();
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

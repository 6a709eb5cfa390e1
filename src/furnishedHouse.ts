import { generatedSecret } from './generatedSecret.ts';
import { type Clock, systemClock } from './ground/clock.ts';
import type { Config } from './ground/config.ts';
import { openSecrets } from './ground/keptKeys.ts';
import { createLog, type Log } from './ground/log.ts';
import { createMetrics, type Metrics } from './ground/metrics.ts';
import { readPublishers } from './ground/readPublishers.ts';
import { createStripeAccounts } from './ground/stripeAccounts.ts';
import { openStores, type Stores } from './openStores.ts';
import { furnish, type Rooms } from './rooms.ts';

/** What tests, and the command line, put in place of the ordinary. */
export interface HouseOverrides {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly metrics?: Metrics;
  /** Wraps the stores once they are open: how a fault gets between us and them. */
  readonly stores?: (stores: Stores) => Stores;
  /** Seconds a worker may hold an event. */
  readonly leaseS?: number;
  /** Milliseconds from one look for letters to the next. */
  readonly lettersEveryMs?: number;
}

/** Opens the stores and furnishes every room from the configuration. @throws ConfigError, FolderInUse */
export async function furnishedHouse(config: Config, overrides: HouseOverrides): Promise<Rooms> {
  const { clock = systemClock, log = createLog(config.logLevel), leaseS } = overrides;
  const publishers = readPublishers(config.configDir);
  // Programs reach the sandbox by number, whatever name readers use for this machine.
  const sandboxApi =
    config.sandboxPort === undefined ? undefined : `http://127.0.0.1:${config.sandboxPort}`;
  const accounts = createStripeAccounts(config, publishers, config.stripe.apiBase ?? sandboxApi);
  const metrics = overrides.metrics ?? createMetrics({ process: true });
  const opened = await openStores({ config, clock, log, metrics });
  const stores = overrides.stores?.(opened) ?? opened;
  const appSecret = config.appSecret ?? generatedSecret(config.dataDir, 'app-secret');
  const { lettersEveryMs } = overrides;
  const secrets = await openSecrets(stores.db, { appSecret, clock, log }).catch(
    async (error: unknown) => {
      await stores.close();
      throw error;
    },
  );
  const found = { config, publishers, accounts, stores, clock, log, metrics, secrets };
  return furnish({ ...found, leaseS, lettersEveryMs });
}

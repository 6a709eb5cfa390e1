import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StoreWatch } from './ground/breaker.ts';
import type { Clock } from './ground/clock.ts';
import type { Config } from './ground/config.ts';
import { openEmbedded } from './ground/embedded.ts';
import { lockFolder } from './ground/folderLock.ts';
import { type Keyvalue, storeLimitMs } from './ground/keyvalue.ts';
import type { Log } from './ground/log.ts';
import type { Metrics } from './ground/metrics.ts';
import { migrate } from './ground/migrate.ts';
import { openPostgres } from './ground/postgres.ts';
import { connectRedis, type RedisClient } from './ground/redisClient.ts';
import { createRedisKeyvalue } from './ground/redisKeyvalue.ts';
import type { Database } from './ground/sql.ts';
import { createTableKeyvalue } from './ground/tableKeyvalue.ts';

// Beside the code, not in CONFIG_DIR: that folder is the operator's.
const migrations = fileURLToPath(new URL('../config/migrations', import.meta.url));

export interface Stores {
  readonly db: Database;
  readonly keyvalue: Keyvalue;
  /** Where processes count together what callers do; none where all is in one process. */
  readonly counts: RedisClient['client'] | undefined;
  /** Drops what has expired, where the store does not do so by itself. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenStoresDependencies {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

async function openDatabase({
  config,
  log,
}: OpenStoresDependencies): Promise<{ db: Database; unlock: () => Promise<void> }> {
  if (config.databaseUrl) {
    const onError = (error: Error) => log.warn({ err: error }, 'a database connection was lost');
    return { db: openPostgres({ url: config.databaseUrl, onError }), unlock: async () => {} };
  }
  const unlock = await lockFolder(config.dataDir);
  try {
    return { db: await openEmbedded(join(config.dataDir, 'database')), unlock };
  } catch (error) {
    await unlock();
    throw error;
  }
}

const watchStore = ({ log, metrics }: OpenStoresDependencies): StoreWatch => ({
  changed: (state, cause) => log.warn({ state, err: cause }, 'the key-value store changed'),
  unavailable: () => metrics.storeFailures.inc({ store: 'keyvalue' }),
});

/** Opens the database, brought up to the newest migration, and the key-value store. @throws FolderInUse, or the database's error */
export async function openStores(dependencies: OpenStoresDependencies): Promise<Stores> {
  const { config, clock, log } = dependencies;
  const { db, unlock } = await openDatabase(dependencies);
  try {
    const applied = await migrate(db, migrations);
    if (applied.length > 0) log.info({ applied }, 'the database was brought up to date');
  } catch (error) {
    await db.close();
    await unlock();
    throw error;
  }
  const watch = watchStore(dependencies);
  const table = config.redisUrls.length > 0 ? undefined : createTableKeyvalue({ db, clock, watch });
  const keyvalue = table ?? createRedisKeyvalue({ urls: config.redisUrls, clock, watch });
  const counts = table ? undefined : connectRedis(config.redisUrls, storeLimitMs).client;
  return {
    db,
    keyvalue,
    counts,
    sweep: async () => void (await table?.sweep()),
    async close() {
      await keyvalue.close();
      counts?.disconnect();
      await db.close();
      await unlock();
    },
  };
}

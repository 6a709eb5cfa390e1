import { fileURLToPath } from 'node:url';
import { generatedSecret } from './generatedSecret.ts';
import { type Clock, systemClock } from './ground/clock.ts';
import type { Config } from './ground/config.ts';
import { closeGently, createHttpServer, listen } from './ground/http.ts';
import { createJob } from './ground/jobs.ts';
import { createLog, type Log } from './ground/log.ts';
import { createMetrics } from './ground/metrics.ts';
import { readPublishers } from './ground/readPublishers.ts';
import { createStripeAccounts } from './ground/stripeAccounts.ts';
import type { Phase } from './healthRoutes.ts';
import { openStores, type Stores } from './openStores.ts';
import { registerEndpoints } from './registerEndpoints.ts';
import { furnish } from './rooms.ts';
import { routesOf } from './routesOf.ts';
import { createSandbox } from './sandbox/sandbox.ts';

/** What tests put in place of the ordinary. */
export interface Overrides {
  readonly clock?: Clock;
  readonly log?: Log;
  /** Wraps the stores once they are open: how a fault gets between us and them. */
  readonly stores?: (stores: Stores) => Stores;
  /** Seconds a worker may hold an event. */
  readonly leaseS?: number;
  /** The folder with the built widget. */
  readonly assetsDir?: string;
}

export interface App {
  readonly financeTokens: readonly string[];
  /** Listens, registers with the sandbox, and begins to work the inbox. */
  start(): Promise<void>;
  /** Ends what is under way without loss, and closes everything. May be called at any time, more than once. */
  stop(): Promise<void>;
}

const hourMs = 3_600_000;

function sandboxUrlOf(config: Config): string | undefined {
  if (config.sandboxPort === undefined) return undefined;
  const url = new URL(config.publicUrl);
  return `http://${url.hostname}:${config.sandboxPort}`;
}

/** Builds the whole service from its configuration, without listening yet. @throws ConfigError, FolderInUse */
export async function buildApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const { clock = systemClock, log = createLog(config.logLevel) } = overrides;
  const assetsDir = overrides.assetsDir ?? fileURLToPath(new URL('./widget', import.meta.url));
  const publishers = readPublishers(config.configDir);
  const sandboxUrl = sandboxUrlOf(config);
  // Programs reach the sandbox by number, whatever name readers use for this machine.
  const sandboxApi = sandboxUrl && `http://127.0.0.1:${config.sandboxPort}`;
  const accounts = createStripeAccounts(config, publishers, config.stripe.apiBase ?? sandboxApi);
  const metrics = createMetrics({ process: true });
  const opened = await openStores({ config, clock, log, metrics });
  const stores = overrides.stores?.(opened) ?? opened;
  const appSecret = config.appSecret ?? generatedSecret(config.dataDir, 'app-secret');
  const financeTokens = config.financeApiToken
    ? [config.financeApiToken]
    : sandboxUrl
      ? [generatedSecret(config.dataDir, 'finance-token')]
      : [];

  let phase: Phase = 'starting';
  const { leaseS } = overrides;
  const rooms = furnish({
    config,
    publishers,
    accounts,
    stores,
    clock,
    log,
    metrics,
    appSecret,
    leaseS,
  });
  const server = createHttpServer(
    routesOf({ rooms, assetsDir, financeTokens, sandboxUrl, phase: () => phase }),
  );
  const sandbox = sandboxUrl
    ? createSandbox({ database: stores.db, clock, log, publicUrl: sandboxUrl })
    : undefined;
  const sandboxServer = sandbox && createHttpServer(sandbox.app);
  const sweeping = createJob({ name: 'sweep', everyMs: hourMs, work: stores.sweep, log });

  async function start(): Promise<void> {
    if (sandboxServer) await listen(sandboxServer, config.sandboxPort!, config.host);
    await listen(server, config.port, config.host);
    await sandbox?.start();
    if (sandbox) {
      const address = `http://127.0.0.1:${config.port}`;
      await registerEndpoints({ publishers, accounts, db: stores.db, address });
    }
    rooms.drain.start();
    sweeping.start();
    phase = 'ready';
    log.info(
      { port: config.port, sandbox: config.sandboxPort, publishers: publishers.size },
      'ready',
    );
  }

  let stopped: Promise<void> | undefined;
  async function stopOnce(): Promise<void> {
    phase = 'stopping';
    await closeGently(server);
    await Promise.all([rooms.drain.stop(), sweeping.stop(), sandbox?.stop()]);
    if (sandboxServer) await closeGently(sandboxServer);
    await stores.close();
    log.info('stopped');
  }

  return {
    financeTokens,
    start,
    stop() {
      stopped ??= stopOnce();
      return stopped;
    },
  };
}

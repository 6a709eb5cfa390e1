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
import { furnish, type Rooms } from './rooms.ts';
import { routesOf } from './routesOf.ts';
import { createSandboxServer } from './sandboxServer.ts';

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

const financeTokensOf = (config: Config): string[] => {
  if (config.financeApiToken) return [config.financeApiToken];
  return config.sandboxPort === undefined ? [] : [generatedSecret(config.dataDir, 'finance-token')];
};

async function furnishedHouse(config: Config, overrides: Overrides): Promise<Rooms> {
  const { clock = systemClock, log = createLog(config.logLevel), leaseS } = overrides;
  const publishers = readPublishers(config.configDir);
  // Programs reach the sandbox by number, whatever name readers use for this machine.
  const sandboxApi =
    config.sandboxPort === undefined ? undefined : `http://127.0.0.1:${config.sandboxPort}`;
  const accounts = createStripeAccounts(config, publishers, config.stripe.apiBase ?? sandboxApi);
  const metrics = createMetrics({ process: true });
  const opened = await openStores({ config, clock, log, metrics });
  const stores = overrides.stores?.(opened) ?? opened;
  const appSecret = config.appSecret ?? generatedSecret(config.dataDir, 'app-secret');
  return furnish({ config, publishers, accounts, stores, clock, log, metrics, appSecret, leaseS });
}

/** Builds the whole service from its configuration, without listening yet. @throws ConfigError, FolderInUse */
export async function buildApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const rooms = await furnishedHouse(config, overrides);
  const { log, stores, drain } = rooms;
  const assetsDir = overrides.assetsDir ?? fileURLToPath(new URL('./widget', import.meta.url));
  const financeTokens = financeTokensOf(config);
  const sandboxUrl = sandboxUrlOf(config);
  let phase: Phase = 'starting';
  const routes = routesOf({ rooms, assetsDir, financeTokens, sandboxUrl, phase: () => phase });
  const server = createHttpServer(routes);
  const sandbox = createSandboxServer(rooms, sandboxUrl);
  const sweeping = createJob({ name: 'sweep', everyMs: hourMs, work: stores.sweep, log });

  async function start(): Promise<void> {
    await sandbox.listen();
    await listen(server, config.port, config.host);
    await sandbox.start();
    drain.start();
    sweeping.start();
    phase = 'ready';
    log.info({ port: config.port, sandbox: config.sandboxPort }, 'ready');
  }

  let stopped: Promise<void> | undefined;
  async function stopOnce(): Promise<void> {
    phase = 'stopping';
    await closeGently(server);
    await Promise.all([drain.stop(), sweeping.stop()]);
    await sandbox.stop();
    await rooms.mailer.close();
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

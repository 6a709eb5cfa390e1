import { fileURLToPath } from 'node:url';
import { createInvite } from './console/invite.ts';
import { furnishedHouse, type HouseOverrides } from './furnishedHouse.ts';
import { generatedSecret } from './generatedSecret.ts';
import type { Config } from './ground/config.ts';
import { closeGently, createHttpServer, listen } from './ground/http.ts';
import { createJob } from './ground/jobs.ts';
import type { Phase } from './healthRoutes.ts';
import { createHistory, type HistoryOptions } from './history.ts';
import { createResealing } from './resealing.ts';
import { createRetain } from './retain.ts';
import { routesOf } from './routesOf.ts';
import { createSandboxServer } from './sandboxServer.ts';

/** What tests put in place of the ordinary. */
export interface Overrides extends HouseOverrides {
  /** The folder with the built widget. */
  readonly assetsDir?: string;
}

export interface App {
  readonly financeTokens: readonly string[];
  /** Listens, registers with the sandbox, and begins to work the inbox. */
  start(): Promise<void>;
  /** Where staff look first, once it runs: in the sandbox a link that is its own key. */
  consoleUrl(): Promise<string>;
  /** Plays a year in the sandbox, as the demo publisher's past, where there is none yet. */
  playHistory(options?: HistoryOptions): Promise<void>;
  /** Ends what is under way without loss, and closes everything. May be called at any time, more than once. */
  stop(): Promise<void>;
}

const hourMs = 3_600_000;
const tallyMs = 5000;

function sandboxUrlOf(config: Config): string | undefined {
  if (config.sandboxPort === undefined) return undefined;
  const url = new URL(config.publicUrl);
  return `http://${url.hostname}:${config.sandboxPort}`;
}

const financeTokensOf = (config: Config): string[] => {
  if (config.financeApiToken) return [config.financeApiToken];
  return config.sandboxPort === undefined ? [] : [generatedSecret(config.dataDir, 'finance-token')];
};

/** Builds the whole service from its configuration, without listening yet. @throws ConfigError, FolderInUse */
export async function buildApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const rooms = await furnishedHouse(config, overrides);
  const { clock, log, stores, books } = rooms;
  const assetsDir = overrides.assetsDir ?? fileURLToPath(new URL('./widget', import.meta.url));
  const financeTokens = financeTokensOf(config);
  const sandboxUrl = sandboxUrlOf(config);
  let phase: Phase = 'starting';
  const routes = routesOf({ rooms, assetsDir, financeTokens, sandboxUrl, phase: () => phase });
  const server = createHttpServer(routes);
  const sandbox = createSandboxServer(rooms, sandboxUrl);
  const { write } = rooms.tallies;
  const tallying = createJob({ name: 'tallies', everyMs: tallyMs, work: write, log });
  const sweeping = createJob({ name: 'sweep', everyMs: hourMs, work: stores.sweep, log });

  const retaining = createJob({
    name: 'retain',
    everyMs: 24 * hourMs,
    work: createRetain({ db: stores.db, bodies: rooms.bodies, clock: rooms.clock, log }),
    log,
  });
  const resealing = createResealing(rooms);

  async function start(): Promise<void> {
    await sandbox.listen();
    await listen(server, config.port, config.host);
    await sandbox.start();
    books.start();
    sweeping.start();
    tallying.start();
    for (const job of rooms.letterJobs) job.start();
    retaining.start();
    resealing.start();
    phase = 'ready';
    log.info({ port: config.port, sandbox: config.sandboxPort }, 'ready');
  }

  let stopped: Promise<void> | undefined;
  async function stopOnce(): Promise<void> {
    phase = 'stopping';
    await closeGently(server);
    await Promise.all([
      books.stop(),
      sweeping.stop(),
      tallying.stop(),
      retaining.stop(),
      resealing.stop(),
      ...rooms.letterJobs.map((job) => job.stop()),
    ]);
    // What was counted since the last time; if the database is gone, so are these counts.
    await write().catch((error) => log.warn({ err: error }, 'tallies were not written'));
    await sandbox.stop();
    await rooms.mailer.close();
    await stores.close();
    log.info('stopped');
  }

  return {
    financeTokens,
    start,
    playHistory: createHistory(rooms),
    consoleUrl: async () =>
      sandboxUrl
        ? createInvite({ db: stores.db, clock, publicUrl: config.publicUrl }).demo()
        : `${config.publicUrl}/console`,
    stop() {
      stopped ??= stopOnce();
      return stopped;
    },
  };
}

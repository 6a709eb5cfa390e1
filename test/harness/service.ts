import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type App, buildApp, type Overrides } from '../../src/app.ts';
import { type Config, readConfig } from '../../src/ground/config.ts';
import { createLog } from '../../src/ground/log.ts';
import type { Stores } from '../../src/openStores.ts';
import { postgresUrl } from './databases.ts';
import { copyEmbeddedTemplate } from './embeddedTemplate.ts';
import { provided } from './provided.ts';
import { freePort } from './startServer.ts';

const root = join(import.meta.dirname, '../..');

/** On what a service under test stands: everything embedded, or PostgreSQL and Redis. */
export type Standing = 'embedded' | 'servers';

export interface Service {
  readonly url: string;
  readonly sandboxUrl: string;
  readonly config: Config;
  readonly stores: Stores;
  readonly app: App;
  /** Asks finance: the parsed answer of /v1/finance/<path>. */
  finance<T = Record<string, unknown>>(path: string, init?: RequestInit): Promise<T>;
  /** Stops it and starts it again on the same folder, ports and servers, with other variables where some are given. */
  restart(differs?: Record<string, string>): Promise<Service>;
  stop(): Promise<void>;
}

/** Environment of a service that meets no other: its own ports, folder and database. */
export async function serviceEnvironment(
  standing: Standing,
): Promise<{ variables: Record<string, string>; remove: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(provided('scratchFolder'), 'data-'));
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const variables: Record<string, string> = {
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    DATA_DIR: dataDir,
    CONFIG_DIR: join(root, 'config'),
    LOG_LEVEL: 'silent',
  };
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true });
  if (standing === 'embedded') {
    mkdirSync(join(dataDir, 'database'));
    await copyEmbeddedTemplate(join(dataDir, 'database'));
    return { variables, remove: async () => removeFolder() };
  }
  const database = await postgresUrl();
  return {
    variables: {
      ...variables,
      DATABASE_URL: database.url,
      REDIS_URL: provided('redisUrl'),
      APP_SECRET: `secret of the service with the database ${database.url}`,
      SANDBOX: 'yes',
    },
    async remove() {
      removeFolder();
      await database.remove();
    },
  };
}

async function run(
  config: Config,
  overrides: Overrides,
  remove: () => Promise<void>,
): Promise<Service> {
  let stores: Stores | undefined;
  const app = await buildApp(config, {
    assetsDir: join(root, 'dist/widget'),
    log: createLog(config.logLevel),
    ...overrides,
    stores(opened) {
      stores = overrides.stores?.(opened) ?? opened;
      return stores;
    },
  });
  await app.start();
  const url = config.publicUrl;
  return {
    url,
    sandboxUrl: `http://127.0.0.1:${config.sandboxPort}`,
    config,
    stores: stores!,
    app,
    async finance<T>(path: string, init: RequestInit = {}) {
      const headers = { Authorization: `Bearer ${app.financeTokens[0]}`, ...init.headers };
      const response = await fetch(`${url}/v1/finance/${path}`, { ...init, headers });
      if (!response.ok)
        throw new Error(`finance answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as T;
    },
    async restart(differs = {}) {
      await app.stop();
      return run(readConfig({ ...config.environment, ...differs }), overrides, remove);
    },
    async stop() {
      await app.stop();
      await remove();
    },
  };
}

/** Starts the whole service in this process, as `npm start` would, on ports of its own. */
export async function startService(
  standing: Standing,
  overrides: Overrides = {},
  differs: Record<string, string> = {},
): Promise<Service> {
  const { variables, remove } = await serviceEnvironment(standing);
  return run(readConfig({ ...variables, ...differs }), overrides, remove);
}

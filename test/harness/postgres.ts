import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import {
  freePort,
  type RunningServer,
  serverFolder,
  startServer,
  unprivilegedAccount,
} from './startServer.ts';

/** Where the newest installed PostgreSQL keeps its programs; empty where they are on the PATH. */
function binaries(): string {
  const home = '/usr/lib/postgresql';
  const versions = existsSync(home) ? readdirSync(home).map(Number).filter(Boolean) : [];
  const newest = versions.sort((a, b) => b - a)[0];
  return newest === undefined ? '' : join(home, String(newest), 'bin');
}

export interface PostgresServer extends RunningServer {
  /** Address of its maintenance database. */
  readonly url: string;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/**
 * A PostgreSQL server of its own, on a free port. It never waits for the disk, which a test of power loss must not use,
 * unless it is to be durable.
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  const account = unprivilegedAccount('postgres');
  const folder = serverFolder('postgres', account);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'];
  execFileSync(join(binaries(), 'initdb'), [...initdb, '--locale=C.UTF-8'], {
    cwd: folder,
    stdio: 'pipe',
    ...account,
  });
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    max_connections: 200,
    ...(durable ? { max_wal_size: '4GB' } : { fsync: 'off', full_page_writes: 'off' }),
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = await startServer({
    folder,
    command: [join(binaries(), 'postgres'), '-D', data, ...options],
    isReady: () => answers(url),
    stopSignal: 'QUIT',
    account,
  });
  // SIGQUIT is PostgreSQL's own crash: every process ends at once, and the next start recovers from the log.
  return { ...server, url, kill: (signal = 'SIGQUIT') => server.kill(signal) };
}

/** Runs one statement on the server's maintenance database. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The address of another database on the same server. */
export function databaseNamed(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';
import type { Common } from './command/parseCommand.ts';
import type { House, Operator } from './command/verb.ts';
import { financeRoutes } from './finance/routes.ts';
import { furnishedHouse } from './furnishedHouse.ts';
import { generatedSecret } from './generatedSecret.ts';
import { type Config, readConfig } from './ground/config.ts';
import { FolderInUse } from './ground/folderLock.ts';
import { closeGently, createHttpServer, listen, portOf } from './ground/http.ts';
import { newId } from './ground/ids.ts';
import { createLog } from './ground/log.ts';
import { createMetrics } from './ground/metrics.ts';
import { notFound, problemHandler } from './ground/problemHandler.ts';
import { readPublishers } from './ground/readPublishers.ts';
import type { Rooms } from './rooms.ts';

/** Where finance is asked, and with which token. */
interface Desk {
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

/** The token that the service made for itself, where the operator gave it none. */
function tokenOf(config: Config): string {
  if (config.financeApiToken) return config.financeApiToken;
  try {
    return readFileSync(join(config.dataDir, 'finance-token'), 'utf8').trim();
  } catch {
    throw new Error('there is no finance token: set FINANCE_API_TOKEN, or give --token');
  }
}

/** Finance, served to this process alone from rooms of its own. */
async function openDesk(rooms: Rooms): Promise<Desk> {
  const { stores, clock, log, drain } = rooms;
  const token = newId('command');
  const app = express();
  app.set('query parser', 'simple');
  const onEvent = () => {
    drain.start();
    drain.poke();
  };
  app.use(
    '/v1/finance',
    financeRoutes({
      ...rooms.books,
      alerts: rooms.alerts,
      bounces: rooms.bounces,
      db: stores.db,
      bodies: rooms.bodies,
      clock,
      tokens: [token],
      onEvent,
    }),
  );
  app.use(notFound);
  app.use(problemHandler({ log }));
  const server = createHttpServer(app);
  await listen(server, 0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    token,
    async close() {
      await closeGently(server);
      await drain.stop();
    },
  };
}

/** All of standard input, read to its end whatever comes: a mail server that cannot write it all would think that this failed. */
async function readInput(mostBytes: number): Promise<Uint8Array | undefined> {
  if (process.stdin.isTTY) throw new Error('give a message on standard input: … < message');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= mostBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= mostBytes ? Buffer.concat(chunks) : undefined;
}

/**
 * What the command line works with. Finance is asked at the service where one is named or holds the embedded database;
 * else this process opens the database and answers itself, by the same routes.
 */
export function createOperator(
  environment: Readonly<Record<string, string | undefined>>,
  { json, service, token }: Common,
  write = (text: string) =>
    new Promise<void>((resolve) => void process.stdout.write(text, () => resolve())),
  read = readInput,
): Operator & { close(): Promise<void> } {
  let config: Config | undefined;
  let rooms: Promise<Rooms> | undefined;
  let desk: Promise<Desk> | undefined;
  const readOnce = () => (config ??= readConfig(environment));
  const openRooms = () =>
    (rooms ??= furnishedHouse(readOnce(), { log: createLog('silent'), metrics: createMetrics() }));

  async function findDesk(): Promise<Desk> {
    const close = async () => {};
    if (service) {
      const url = service.replace(/\/+$/, '');
      return { url, token: token ?? tokenOf(readOnce()), close };
    }
    try {
      return await openDesk(await openRooms());
    } catch (error) {
      if (!(error instanceof FolderInUse)) throw error;
      rooms = undefined;
      const { host, port } = readOnce();
      return { url: `http://${host}:${port}`, token: token ?? tokenOf(readOnce()), close };
    }
  }

  return {
    environment,
    json,
    async ask(path, init = {}) {
      desk ??= findDesk();
      const { url, token: bearer } = await desk;
      const headers = { Authorization: `Bearer ${bearer}`, ...init.headers };
      return fetch(`${url}/v1/finance/${path}`, { ...init, headers });
    },
    settings() {
      const read = readOnce();
      const publishers = readPublishers(read.configDir);
      const appSecret = read.appSecret ?? generatedSecret(read.dataDir, 'app-secret');
      return { config: read, publishers, appSecret };
    },
    async house(): Promise<House> {
      const rooms = await openRooms();
      const { publishers, accounts, stores, clock, log, secrets } = rooms;
      return { config: rooms.config, publishers, accounts, db: stores.db, clock, log, secrets };
    },
    write,
    read,
    async close() {
      await (await desk?.catch(() => undefined))?.close();
      await (await rooms?.catch(() => undefined))?.stores.close();
    },
  };
}

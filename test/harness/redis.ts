import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { provided } from './provided.ts';
import { freePort, type RunningServer, serverFolder, startServer } from './startServer.ts';

export interface RedisServer extends RunningServer {
  readonly url: string;
  readonly port: number;
  /** Hangs the server: it takes connections and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** Runs a command of redis-cli and gives its output. */
  cli(...command: string[]): string;
}

function cliOn(port: number) {
  return (...command: string[]): string =>
    execFileSync('redis-cli', ['-p', String(port), ...command], {
      encoding: 'utf8',
      timeout: 20_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
}

/** A redis-server of its own on a free port, or on the port given. */
export async function startRedis(
  given: { port?: number; settings?: Readonly<Record<string, string>> } = {},
): Promise<RedisServer> {
  const port = given.port ?? (await freePort());
  const folder = serverFolder('redis');
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'no',
    ...given.settings,
  };
  const cli = cliOn(port);
  const server = await startServer({
    folder,
    command: [
      'redis-server',
      ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    ],
    isReady: async () => {
      try {
        return cli('ping') === 'PONG';
      } catch {
        return false;
      }
    },
  });
  return {
    ...server,
    url: `redis://127.0.0.1:${port}`,
    port,
    freeze: () => server.signal('SIGSTOP'),
    thaw: () => server.signal('SIGCONT'),
    cli,
  };
}

export interface RedisCluster {
  /** The nodes' addresses, as REDIS_URL takes them: with commas between. */
  readonly url: string;
  readonly nodes: readonly RedisServer[];
  stop(): Promise<void>;
}

/** The cluster's own bus listens 10000 ports higher, where somebody else may be. */
async function startClusterNode(settings: Readonly<Record<string, string>>): Promise<RedisServer> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await startRedis({ port: await freePort(), settings });
    } catch (error) {
      if (attempt === 5 || !String(error).includes('Address already in use')) throw error;
    }
}

/** Three masters without replicas, every slot served. */
export async function startRedisCluster(): Promise<RedisCluster> {
  // As in production: the other masters go on when one is gone.
  const settings = {
    'cluster-enabled': 'yes',
    'cluster-node-timeout': '1000',
    'cluster-require-full-coverage': 'no',
  };
  const nodes: RedisServer[] = [];
  for (let i = 0; i < 3; i += 1) {
    nodes.push(await startClusterNode(settings));
  }
  const addresses = nodes.map((node) => `127.0.0.1:${node.port}`);
  nodes[0]!.cli('--cluster', 'create', ...addresses, '--cluster-yes');
  while (!nodes.every((node) => node.cli('cluster', 'info').includes('cluster_state:ok')))
    await sleep(50);
  return {
    url: nodes.map((node) => node.url).join(','),
    nodes,
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  };
}

/** The redis-server that all test files share: use `namespace` as the start of every key. */
export function sharedRedis(): { readonly url: string; readonly namespace: string } {
  return { url: provided('redisUrl'), namespace: `t${randomBytes(6).toString('hex')}` };
}

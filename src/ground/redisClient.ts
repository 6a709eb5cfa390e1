import { Cluster, Redis, type RedisOptions } from 'ioredis';

export interface RedisClient {
  readonly client: Redis | Cluster;
  /** Why the last attempt to connect failed, or undefined once there is a connection. */
  lastError(): Error | undefined;
}

// By default the client waits for ever when Redis hangs, and sends again what may have run already.
// A command that cannot be sent now fails now; one that is not answered in time is given up; a connection on which
// nothing comes back for a second is dropped, so that a hung server does not pile up our commands in memory.
const impatient = (limitMs: number) =>
  ({
    commandTimeout: limitMs,
    connectTimeout: 500,
    socketTimeout: 1000,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
  }) satisfies RedisOptions;

const retryStrategy = (attempt: number) => Math.min(50 * attempt, 1000);

function createCluster(urls: readonly string[], limitMs: number): Cluster {
  const { protocol, username, password } = new URL(urls[0]!);
  const isTls = protocol === 'rediss:';
  return new Cluster([...urls], {
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    maxRedirections: 1,
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    retryDelayOnTryAgain: 0,
    slotsRefreshTimeout: 500,
    clusterRetryStrategy: retryStrategy,
    // Certificates name hosts, so with TLS the nodes keep their names.
    ...(isTls ? { dnsLookup: (address, done) => done(null, address) } : {}),
    redisOptions: {
      ...impatient(limitMs),
      ...(isTls ? { tls: {} } : {}),
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
    },
  });
}

/**
 * A client of one Redis (version 6 or later), or of a cluster where several nodes are given. It connects in the background,
 * and again whenever the connection is lost: Redis may be absent at the start.
 * @param urls redis:// or rediss:// addresses
 */
export function connectRedis(urls: readonly string[], limitMs: number): RedisClient {
  const client =
    urls.length > 1
      ? createCluster(urls, limitMs)
      : new Redis(urls[0]!, {
          ...impatient(limitMs),
          enableOfflineQueue: false,
          enableAutoPipelining: true,
          retryStrategy,
        });
  let lastError: Error | undefined;
  // Without a listener every failed attempt is printed, thousands of lines.
  client.on('error', (error: Error) => {
    lastError = error;
  });
  client.on('ready', () => {
    lastError = undefined;
  });
  return { client, lastError: () => lastError };
}

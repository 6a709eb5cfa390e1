import { Cluster } from 'ioredis';
import { createBreaker, type StoreWatch } from './breaker.ts';
import type { Clock } from './clock.ts';
import { type Key, type Keyvalue, StoreUnavailable, storeLimitMs } from './keyvalue.ts';
import { connectRedis } from './redisClient.ts';

// Adding a member again changes nothing, where counting with INCR would: a reply can be lost after the command ran.
const addScript = `
  local holds = redis.call('SISMEMBER', KEYS[1], ARGV[1])
  if holds == 0 and redis.call('SCARD', KEYS[1]) < tonumber(ARGV[2]) then
    holds = redis.call('SADD', KEYS[1], ARGV[1])
  end
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return {redis.call('SCARD', KEYS[1]), holds}`;

const slots = 16_384;

/** The cluster's slot of a tag: CRC16 as in the cluster specification of Redis. */
export function slotOf(tag: string): number {
  let crc = 0;
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
    crc &= 0xffff;
  }
  return crc % slots;
}

// Masters serve ranges of slots. Sixteen lanes by slot keep a hung master from closing the way to the others,
// without our having to follow which master serves what.
const laneOf = (tag: string) => Math.floor(slotOf(tag) / (slots / 16));
const pingLane = -1;

/**
 * The key-value store in Redis, or in a cluster where several addresses are given. Expiries are sent as a time from now:
 * the clock of the Redis machine does not matter.
 */
export function createRedisKeyvalue(given: {
  urls: readonly string[];
  clock: Clock;
  /** The start of every key, for a Redis that others use too. */
  namespace?: string;
  limitMs?: number;
  watch?: StoreWatch;
}): Keyvalue {
  const { urls, clock, namespace = 'smallfavor', limitMs = storeLimitMs, watch } = given;
  const { client, lastError } = connectRedis(urls, limitMs);
  const run = createBreaker({ limitMs, watch });
  const textOf = ({ tag, name }: Key) => `${namespace}:{${tag}}:${name}`;
  const msUntil = (at: Date) => at.getTime() - clock.now().getTime();

  async function remove(tag: string, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    await run(() => client.del(names.map((name) => textOf({ tag, name }))), laneOf(tag));
  }
  async function ping(): Promise<void> {
    const nodes = client instanceof Cluster ? client.nodes('master') : [client];
    try {
      if (nodes.length === 0) throw new StoreUnavailable('no node of the cluster answers');
      await run(() => Promise.all(nodes.map((node) => node.ping())), pingLane);
    } catch (error) {
      // Why there is no connection says more than that there is none.
      throw new StoreUnavailable('Redis does not answer', { cause: lastError() ?? error });
    }
  }

  return {
    kind: urls.length > 1 ? 'cluster' : 'redis',
    get: (key) => run(() => client.get(textOf(key)), laneOf(key.tag)),
    async put(key, value, expiresAt) {
      const ms = msUntil(expiresAt);
      if (ms <= 0) return remove(key.tag, [key.name]);
      await run(() => client.set(textOf(key), value, 'PX', ms), laneOf(key.tag));
    },
    async addToSet(key, { member, max, expiresAt }) {
      const ms = msUntil(expiresAt);
      if (ms <= 0) {
        await remove(key.tag, [key.name]);
        return { size: 0, holds: false };
      }
      const reply = await run(
        () => client.eval(addScript, 1, textOf(key), member, max, ms),
        laneOf(key.tag),
      );
      const [size, holds] = reply as [number, number];
      return { size, holds: holds === 1 };
    },
    sizeOfSet: (key) => run(() => client.scard(textOf(key)), laneOf(key.tag)),
    remove,
    ping,
    close: async () => client.disconnect(),
  };
}

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Limiter } from '../../src/ground/limiter.ts';
import { createLimits } from '../../src/ground/limits.ts';
import { connectRedis, type RedisClient } from '../../src/ground/redisClient.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { type RedisServer, startRedis } from '../harness/redis.ts';

const secrets = createSecrets('s'.repeat(32));
let redis: RedisServer;
const opened: RedisClient[] = [];
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(async () => {
  for (const { client } of opened) client.disconnect();
  await redis?.stop();
});

/** The limits of one process more. Its tests wait longer for Redis than readers do: this machine may be busy. */
async function givenProcess() {
  const connected = connectRedis([redis.url], 2000);
  opened.push(connected);
  while (connected.client.status !== 'ready') await sleep(20);
  return createLimits({ client: connected.client, secrets, limitMs: 2000 });
}
const tooMany = { type: 'too_many_requests' };

/** How many of some attempts are let through. */
async function letThrough(limiter: Limiter, key: string, attempts: number): Promise<number> {
  let passed = 0;
  for (let n = 0; n < attempts; n += 1)
    await limiter.take(key).then(
      () => (passed += 1),
      (error) => expect(error).toMatchObject(tooMany),
    );
  return passed;
}
const aKey = () => `192.0.2.${randomBytes(4).toString('hex')}`;

test('two processes count together', async () => {
  const limit = { points: 3, seconds: 60 };
  const [one, other] = [await givenProcess(), await givenProcess()];
  const key = aKey();
  expect(await letThrough(one('checkouts', limit), key, 2)).toBe(2);
  expect(await letThrough(other('checkouts', limit), key, 5)).toBe(1);
});

test('one who did too much is told when to come back, and others are not held up', async () => {
  const limiter = (await givenProcess())('mails', { points: 1, seconds: 60 });
  const key = aKey();
  await limiter.take(key);
  await expect(limiter.take(key)).rejects.toMatchObject({ ...tooMany, retryAfterS: 60 });
  await limiter.take(aKey());
});

test('Redis holds no network address', async () => {
  const limiter = (await givenProcess())('readers', { points: 5, seconds: 60 });
  await limiter.take('198.51.100.77');
  const kept = redis.cli('keys', 'smallfavor:limit:readers:*');
  expect(kept).not.toBe('');
  expect(redis.cli('keys', '*')).not.toContain('198.51.100');
});

test('while Redis is away each process counts alone: neither open nor shut', async () => {
  const limiter = (await givenProcess())('away', { points: 2, seconds: 60 });
  redis.freeze();
  try {
    expect(await letThrough(limiter, aKey(), 6)).toBe(2);
  } finally {
    redis.thaw();
  }
});

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { plusMs, systemClock } from '../../src/ground/clock.ts';
import { type Keyvalue, StoreUnavailable } from '../../src/ground/keyvalue.ts';
import { createRedisKeyvalue } from '../../src/ground/redisKeyvalue.ts';
import { startDroppingProxy } from '../harness/droppingProxy.ts';
import { untilAnswering } from '../harness/keyvalues.ts';
import { startRedis } from '../harness/redis.ts';
import { freePort } from '../harness/startServer.ts';

// The limit and the margin are wide for a busy machine. Left to itself, ioredis would wait for ever.
const limitMs = 200;
const soonMs = 2000;

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function givenRedis() {
  const redis = await startRedis();
  cleanups.push(redis.stop);
  return redis;
}

function givenStore(port: number) {
  const changes: string[] = [];
  const store = createRedisKeyvalue({
    urls: [`redis://127.0.0.1:${port}`],
    clock: systemClock,
    limitMs,
    watch: { changed: (state) => void changes.push(state) },
  });
  cleanups.push(store.close);
  return { store, changes };
}

const key = { tag: randomBytes(16).toString('base64url'), name: 'reads:2026-11' };
const inAnHour = () => plusMs(systemClock.now(), 3_600_000);
const put = (store: Keyvalue) => store.put(key, 'x', inAnHour());
const read = (store: Keyvalue, article: string) =>
  store.addToSet(key, { member: article, max: 10, expiresAt: inAnHour() });

/** Every kind of call ends in StoreUnavailable, soon. */
async function expectUnavailable(store: Keyvalue): Promise<void> {
  const began = performance.now();
  const calls = [
    store.get(key),
    put(store),
    read(store, 'a'),
    store.sizeOfSet(key),
    store.remove(key.tag, [key.name]),
    store.ping(),
  ];
  for (const outcome of await Promise.allSettled(calls))
    expect(outcome).toMatchObject({ reason: expect.any(StoreUnavailable) });
  expect(performance.now() - began).toBeLessThan(soonMs);
}

test('killed: every call fails at once, and works again after the restart', async () => {
  const redis = await givenRedis();
  const { store, changes } = givenStore(redis.port);
  await untilAnswering(store);
  await put(store);
  await redis.kill();
  await expectUnavailable(store);
  expect(changes).toEqual(['down']);
  await redis.restart();
  await untilAnswering(store);
  await expect
    .poll(
      () =>
        put(store).then(
          () => 'kept',
          () => 'lost',
        ),
      { timeout: 5000 },
    )
    .toBe('kept');
  expect(await store.get(key)).toBe('x');
  expect(changes).toEqual(['down', 'up']);
});

test('hung: calls are given up, then refused without waiting, and answered once it wakes', async () => {
  const redis = await givenRedis();
  const { store, changes } = givenStore(redis.port);
  await untilAnswering(store);
  redis.freeze();
  await expectUnavailable(store);
  await expect(store.get(key)).rejects.toThrow('left in peace');
  redis.thaw();
  await expect
    .poll(() => store.get(key).catch(() => 'refused'), { timeout: 5000 })
    .not.toBe('refused');
  expect(changes).toEqual(['down', 'up']);
});

test('hung for long: the connection is dropped, and found again once it wakes', async () => {
  const redis = await givenRedis();
  const { store } = givenStore(redis.port);
  await untilAnswering(store);
  const connections = () =>
    Number(/total_connections_received:(\d+)/.exec(redis.cli('info', 'stats'))?.[1]);
  const before = connections();
  redis.freeze();
  for (let i = 0; i < 40; i += 1) {
    await expectUnavailable(store);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  redis.thaw();
  await untilAnswering(store);
  await expect
    .poll(
      () =>
        put(store).then(
          () => 'kept',
          () => 'lost',
        ),
      { timeout: 5000 },
    )
    .toBe('kept');
  // redis-cli itself is one of them.
  expect(connections() - before).toBeGreaterThan(1);
});

test('absent at the start: calls fail, and work once it is there', async () => {
  const port = await freePort();
  const { store } = givenStore(port);
  await expectUnavailable(store);
  await expect(store.ping()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  const redis = await startRedis({ port });
  cleanups.push(redis.stop);
  await untilAnswering(store);
});

test('accepts connections and never says a word: calls fail soon, and other connections are tried', async () => {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => void sockets.add(socket.on('error', () => {})));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const { store } = givenStore((silent.address() as { port: number }).port);
  await once(silent, 'connection');
  await expectUnavailable(store);
  await expect.poll(() => sockets.size, { timeout: 10_000 }).toBeGreaterThan(2);
});

test('flushed: what was kept is gone, and new things are kept', async () => {
  const redis = await givenRedis();
  const { store } = givenStore(redis.port);
  await untilAnswering(store);
  await read(store, 'a');
  redis.cli('flushall');
  redis.cli('script', 'flush');
  expect(await store.sizeOfSet(key)).toBe(0);
  expect(await read(store, 'b')).toEqual({ size: 1, holds: true });
});

test('full: a write is unavailable, not an error of its own kind', async () => {
  const redis = await givenRedis();
  const { store } = givenStore(redis.port);
  await untilAnswering(store);
  redis.cli('config', 'set', 'maxmemory', '1');
  await expect(put(store)).rejects.toMatchObject({
    constructor: StoreUnavailable,
    cause: { message: expect.stringContaining('OOM') },
  });
});

test('a reply lost after the write: asked again, one article still counts once', async () => {
  const redis = await givenRedis();
  const proxy = await startDroppingProxy(redis.port);
  cleanups.push(proxy.close);
  const { store } = givenStore(proxy.port);
  await untilAnswering(store);
  proxy.dropNextReply();
  await expect(read(store, 'article')).rejects.toBeInstanceOf(StoreUnavailable);
  await untilAnswering(store);
  // It ran once: the client did not send it again by itself.
  expect(redis.cli('info', 'commandstats')).toMatch(/cmdstat_eval:calls=1,/);
  expect(await read(store, 'article')).toEqual({ size: 1, holds: true });
  expect(await read(store, 'another')).toEqual({ size: 2, holds: true });
});

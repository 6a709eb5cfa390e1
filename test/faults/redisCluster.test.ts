import { afterAll, beforeAll, expect, test } from 'vitest';
import { plusMs, systemClock } from '../../src/ground/clock.ts';
import { type Keyvalue, StoreUnavailable } from '../../src/ground/keyvalue.ts';
import { createRedisKeyvalue, slotOf } from '../../src/ground/redisKeyvalue.ts';
import { untilAnswering } from '../harness/keyvalues.ts';
import { type RedisCluster, startRedisCluster } from '../harness/redis.ts';

let cluster: RedisCluster;
let store: Keyvalue;
beforeAll(async () => {
  cluster = await startRedisCluster();
  // Wider than it is in use, for a busy machine.
  const limitMs = 200;
  store = createRedisKeyvalue({ urls: cluster.url.split(','), clock: systemClock, limitMs });
  await untilAnswering(store);
});
afterAll(async () => {
  await store?.close();
  await cluster?.stop();
});

// redis-cli gives the first master the slots from 0 to 5460, the second those to 10922, the third the rest.
const tags = Array.from({ length: 60 }, (_, i) => `reader-${i}`);
const isOnFirst = (tag: string) => slotOf(tag) <= 5460;
const put = (tag: string) =>
  store.put({ tag, name: 'snooze' }, tag, plusMs(systemClock.now(), 3_600_000));

/** What becomes of a read of each of the readers' keys, one after the other. */
async function outcomes(of: readonly string[]): Promise<Set<unknown>> {
  const found = new Set<unknown>();
  for (const tag of of)
    found.add(
      await store.get({ tag, name: 'snooze' }).then(
        () => 'answered',
        (error: Error) => error.constructor,
      ),
    );
  return found;
}

const untilAllAnswer = () =>
  expect
    .poll(() => outcomes(tags), { timeout: 20_000, interval: 200 })
    .toEqual(new Set(['answered']));

test('finds the slot of a tag as Redis does', () => {
  for (const tag of ['', 'a', '123456789', 'Zs2lZ1_-bQ', 'é'])
    expect(String(slotOf(tag))).toBe(cluster.nodes[0]!.cli('cluster', 'keyslot', tag));
});

test('one master hung: its readers go without, the others are served, and all are once it wakes', async () => {
  await Promise.all(tags.map(put));
  cluster.nodes[0]!.freeze();
  try {
    expect(await outcomes(tags.filter(isOnFirst))).toEqual(new Set([StoreUnavailable]));
    // Asked again where a starved machine was too slow for one of them.
    await expect
      .poll(() => outcomes(tags.filter((tag) => !isOnFirst(tag))), { timeout: 10_000 })
      .toEqual(new Set(['answered']));
    await expect(store.ping()).rejects.toBeInstanceOf(StoreUnavailable);
  } finally {
    cluster.nodes[0]!.thaw();
  }
  await untilAllAnswer();
});

test('one master killed and started again: all are served', async () => {
  await cluster.nodes[1]!.kill();
  const lost = tags.filter((tag) => slotOf(tag) > 5460 && slotOf(tag) <= 10_922);
  expect(await outcomes(lost)).toEqual(new Set([StoreUnavailable]));
  await cluster.nodes[1]!.restart();
  await untilAllAnswer();
  await untilAnswering(store);
});

test('every master killed and started again: all are served', async () => {
  await Promise.all(cluster.nodes.map((node) => node.kill()));
  expect(await outcomes(tags)).toEqual(new Set([StoreUnavailable]));
  await Promise.all(cluster.nodes.map((node) => node.restart()));
  await untilAllAnswer();
});

import { Redis } from 'ioredis';
import { systemClock } from '../../src/ground/clock.ts';
import { createRedisKeyvalue } from '../../src/ground/redisKeyvalue.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { createSnoozes } from '../../src/snooze/store.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { startRedis } from '../harness/redis.ts';
import { median } from './median.ts';
import type { Bench, Figure } from './section.ts';

const few = 10;
const lookUps = 500;
const atOnce = 500;

/** Snoozes in a Redis of their own, through our store: what each takes in memory, and whether many make finding one slower. */
export async function snoozes(bench: Bench): Promise<Figure[]> {
  const count = bench.sized(1_000_000, 2000);
  const servers = [await startRedis(), await startRedis()] as const;
  const publisher = givenPublisher();
  const open = (url: string) => {
    // A pipeline of hundreds takes longer than a reader's call may.
    const store = createRedisKeyvalue({ urls: [url], clock: systemClock, limitMs: 60_000 });
    const secrets = createSecrets('secret of the bench, of no use elsewhere');
    return { store, snoozes: createSnoozes({ store, clock: systemClock, secrets }) };
  };
  const [many, little] = [open(servers[0].url), open(servers[1].url)];
  const redis = new Redis(servers[0].url);
  bench.atEnd(async () => {
    redis.disconnect();
    for (const { store } of [many, little]) await store.close();
    for (const server of servers) await server.stop();
  });
  const usedMemory = async () =>
    Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1] ?? Number.NaN);
  const readerOf = (i: number) => `reader-${String(i).padStart(9, '0')}`;
  const fill = async (to: typeof many, from: number, until: number) => {
    const readers = Array.from({ length: until - from }, (_, i) => readerOf(from + i));
    await Promise.all(
      readers.map((reader, i) =>
        to.snoozes.snooze(publisher, reader, { days: 1 + (i % 365), campaign: 'autumn' }),
      ),
    );
  };
  const ready = async ({ store }: typeof many) => {
    for (;;) {
      if (
        await store.ping().then(
          () => true,
          () => false,
        )
      )
        return;
    }
  };
  await ready(many);
  await ready(little);

  const before = await usedMemory();
  for (let from = 0; from < count; from += atOnce) {
    await fill(many, from, Math.min(count, from + atOnce));
    if (from % 100_000 === 0) bench.say(`${from} of ${count} snoozes`);
  }
  await fill(little, 0, few);
  const [kept, after] = [await redis.dbsize(), await usedMemory()];

  const timeOf = async (where: typeof many, among: number, round: number) => {
    const start = performance.now();
    const readers = Array.from({ length: lookUps }, (_, i) =>
      readerOf(((round * lookUps + i) * 7919) % among),
    );
    const found = await Promise.all(
      readers.map((reader) => where.snoozes.snoozedUntil(publisher, reader)),
    );
    if (!found.every(Boolean)) throw new Error('a snooze is lost');
    return (performance.now() - start) / lookUps;
  };
  const times: { many: number; little: number }[] = [];
  for (let round = 0; round < 21; round += 1) {
    // The first round warms up; which goes first takes turns.
    const first = await timeOf(round % 2 ? many : little, round % 2 ? count : few, round);
    const second = await timeOf(round % 2 ? little : many, round % 2 ? few : count, round);
    const time = round % 2 ? { many: first, little: second } : { many: second, little: first };
    if (round > 0) times.push(time);
  }
  return [
    { what: 'snoozes kept', value: kept, unit: '', wanted: { atLeast: count } },
    {
      what: 'memory of each',
      value: (after - before) / count,
      unit: 'bytes',
      wanted: { atMost: 160 },
    },
    {
      what: `finding one among ${count} beside among ${few}`,
      value: median(times.map((time) => time.many / time.little)),
      unit: '×',
      wanted: { atMost: 1.25 },
    },
    { what: 'finding one', value: median(times.map((time) => time.many)), unit: 'ms' },
  ];
}

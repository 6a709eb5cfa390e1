import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/ground/clock.ts';
import type { Keyvalue } from '../../src/ground/keyvalue.ts';
import { createLimiter } from '../../src/ground/limiter.ts';
import { createRedisKeyvalue } from '../../src/ground/redisKeyvalue.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { meterRoutes } from '../../src/meter/routes.ts';
import { createMeter } from '../../src/meter/store.ts';
import { snoozeRoutes } from '../../src/snooze/routes.ts';
import { createSnoozes } from '../../src/snooze/store.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { untilAnswering } from '../harness/keyvalues.ts';
import { type RedisServer, startRedis } from '../harness/redis.ts';
import { serveRoutes } from '../harness/serveRoutes.ts';

// 50 ms are promised, and taken on a quiet machine; the margin is for a busy one. Unbounded, it would be seconds.
const soonMs = 1000;

const publisher = givenPublisher({ wall: { limit: 3 } });
const readerPath = `/v1/publishers/${publisher.id}/readers/a-patient-reader`;
let redis: RedisServer;
let store: Keyvalue;
beforeAll(async () => {
  redis = await startRedis();
  store = createRedisKeyvalue({ urls: [redis.url], clock: systemClock });
  await untilAnswering(store);
});
afterAll(async () => {
  await store?.close();
  await redis?.stop();
});

function given() {
  const rooms = { store, clock: systemClock, secrets: createSecrets('s'.repeat(32)) };
  const shared = {
    publishers: new Map([[publisher.id, publisher]]),
    limiter: createLimiter({ points: 1000, seconds: 60 }),
  };
  const reminders = { forgetReader: async () => {} };
  const http = request(
    serveRoutes(
      '/v1/publishers',
      snoozeRoutes({ ...shared, snoozes: createSnoozes(rooms), reminders }),
      meterRoutes({ ...shared, meter: createMeter(rooms) }),
    ),
  );
  return {
    put: () => http.put(`${readerPath}/snooze`).send({ days: 7 }),
    undo: () => http.delete(`${readerPath}/snooze`),
    read: () => http.post(`${readerPath}/reads`).send({ article: 'https://planet.example/1' }),
  };
}

/** What readers get while the store is away, each answer soon. */
async function expectDegraded(): Promise<void> {
  const { put, undo, read } = given();
  for (const attempt of [put, undo]) {
    const began = performance.now();
    const { body, headers } = await attempt().expect(503);
    expect(performance.now() - began).toBeLessThan(soonMs);
    expect(body.type).toBe('urn:smallfavor:problem:store_unavailable');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  }
  const began = performance.now();
  const { body } = await read().expect(200);
  expect(performance.now() - began).toBeLessThan(soonMs);
  expect(body).toMatchObject({ count: 0, limit: 3, remaining: 3 });
}

const untilServed = () =>
  expect
    .poll(
      () =>
        given()
          .put()
          .then(({ status }) => status),
      { timeout: 10_000 },
    )
    .toBe(200);

test('Redis hung: a snooze is refused soon, an article is read; all is well once it wakes', async () => {
  redis.freeze();
  await expectDegraded();
  redis.thaw();
  await untilServed();
});

test('Redis killed: a snooze is refused soon, an article is read; all is well once it is back', async () => {
  await redis.kill();
  await expectDegraded();
  await redis.restart();
  await untilServed();
});

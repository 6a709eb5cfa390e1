import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '../harness/redis.ts';
import { type Service, startService } from '../harness/service.ts';
import { payOn } from '../harness/stripeStandIn.ts';

let redis: RedisServer;
let service: Service;
let given = 0;
beforeAll(async () => {
  redis = await startRedis();
  service = await startService('servers', {}, { REDIS_URL: redis.url });
});
beforeEach(() => {
  given += 1;
});
afterAll(async () => {
  await service?.stop();
  await redis?.stop();
});

const at = (path: string) => `${service.url}/v1/publishers/moscow-times/${path}`;

/** A whole gift, from the widget's request to the books. */
async function give(): Promise<void> {
  const reader = `reader-in-trouble-${given}`;
  const gift = {
    reader,
    frequency: 'once',
    amount: '1000',
    currency: 'usd',
    returnUrl: `${service.url}/demo/`,
  };
  const begun = await fetch(at('checkouts'), { method: 'POST', body: new URLSearchParams(gift) });
  expect(begun.status).toBe(201);
  const { id, url } = (await begun.json()) as { id: string; url: string };
  await payOn(url);
  expect(await (await fetch(at(`checkouts/${id}?reader=${reader}`))).json()).toMatchObject({
    status: 'complete',
  });
  const booked = async () =>
    (
      await service.stores.db.query(
        "select id from event where status = 'done' and type = 'payment_intent.succeeded'",
      )
    ).rowCount;
  await expect.poll(booked, { timeout: 20_000 }).toBe(given);
}

async function readersAreServed(): Promise<void> {
  const known = await fetch(at('readers/reader-0001'));
  expect(known.status).toBe(200);
  expect(await known.json()).toMatchObject({ snoozedUntil: null });
  const snooze = await fetch(at('readers/reader-0001/snooze'), {
    method: 'PUT',
    body: new URLSearchParams({ days: '7' }),
  });
  expect(snooze.status).toBe(503);
  expect(snooze.headers.get('retry-after')).toBeTruthy();
  expect((await fetch(at('appeal.json'))).status).toBe(200);
}

const readiness = async () => (await fetch(`${service.url}/readyz`)).json();

test('with Redis hung, readers are served, gifts are taken and booked, and readiness says what is wrong', async () => {
  await redis.freeze();
  await readersAreServed();
  await give();
  expect(await readiness()).toMatchObject({
    status: 'degraded',
    checks: { database: 'ok', keyvalue: 'does not answer' },
  });
  await redis.thaw();
});

test('with Redis killed, the same; once it is back, so are snoozes', async () => {
  await redis.kill();
  await readersAreServed();
  await give();
  await redis.restart();
  const snoozed = async () =>
    (
      await fetch(at('readers/reader-0002/snooze'), {
        method: 'PUT',
        body: new URLSearchParams({ days: '7' }),
      })
    ).status;
  await expect.poll(snoozed, { timeout: 20_000 }).toBe(200);
});

test('with Redis absent at start, it starts, serves readers and takes gifts', async () => {
  await redis.kill();
  service = await service.restart();
  await readersAreServed();
  await give();
  await redis.restart();
});

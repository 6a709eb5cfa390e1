import { gzipSync } from 'node:zlib';
import Stripe from 'stripe';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/ground/config.ts';
import { createLog } from '../../src/ground/log.ts';
import { createMetrics } from '../../src/ground/metrics.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import type { Database } from '../../src/ground/sql.ts';
import { createStripeAccounts } from '../../src/ground/stripeAccounts.ts';
import { createEventBodies } from '../../src/webhooks/eventBodies.ts';
import { webhookRoutes } from '../../src/webhooks/routes.ts';
import { eachDatabase, freshPostgres } from '../harness/databases.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { serveRoutes } from '../harness/serveRoutes.ts';

const secret = 'whsec_door_0123456789';
const config = readConfig({
  STRIPE_SECRET_KEY: 'sk_test_0123456789',
  STRIPE_WEBHOOK_SECRETS: secret,
});
const publisher = givenPublisher();
const publishers = new Map([[publisher.id, publisher]]);
const clock = fakeClock();

const bodies = createEventBodies(createSecrets('secret of the tests, of no use elsewhere'));

function door(db: Database) {
  let pokes = 0;
  const routes = webhookRoutes({
    publishers,
    accounts: createStripeAccounts(config, publishers, undefined),
    db,
    bodies,
    clock,
    log: createLog('silent'),
    metrics: createMetrics(),
    onEvent: () => {
      pokes += 1;
    },
  });
  return { server: serveRoutes('/webhooks', routes), pokes: () => pokes };
}

let made = 0;
const event = (differs: Record<string, unknown> = {}) => {
  made += 1;
  const ordinary = {
    id: `evt_${made}`,
    object: 'event',
    type: 'invoice.paid',
    created: 1_790_000_000,
    livemode: false,
  };
  return {
    ...ordinary,
    api_version: '2026-10-28.endive',
    data: { object: { id: 'in_1' } },
    ...differs,
  };
};
const sign = (payload: string, secondsFromNow = 0) =>
  Stripe.webhooks.generateTestHeaderString({
    payload,
    secret,
    timestamp: Math.floor(clock.now().getTime() / 1000) + secondsFromNow,
  });

eachDatabase('the door for events', (database) => {
  let at: ReturnType<typeof door>;
  beforeEach(() => {
    at = door(database());
  });
  const post = (payload: string, header = sign(payload), type = 'application/json') =>
    request(at.server)
      .post(`/webhooks/stripe/${publisher.id}`)
      .set('Content-Type', type)
      .set('Stripe-Signature', header)
      .send(payload);
  const stored = async (id: string) =>
    (await database().query<Record<string, unknown>>('select * from event where id = $1', [id]))
      .rows[0];

  test('says 200 once an event is stored, byte for byte', async () => {
    const given = event();
    const payload = `${JSON.stringify(given, null, 3)}\n`;
    await post(payload).expect(200);
    const row = await stored(given.id);
    expect(row).toMatchObject({
      type: 'invoice.paid',
      publisher: publisher.id,
      status: 'received',
      livemode: false,
    });
    expect(bodies.open(given.id, row!.body as Uint8Array)!.toString()).toBe(payload);
    expect(at.pokes()).toBe(1);
  });

  test('keeps an event once, however often and however parallel it comes', async () => {
    const given = event();
    const payload = JSON.stringify(given);
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(payload)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(100);
    expect(await stored(given.id)).toMatchObject({ deliveries: 100 });
    expect(at.pokes()).toBe(1);
  });

  test('keeps bodies that a JSON column would refuse', async () => {
    for (const name of ['\\u0000', '\\ud800']) {
      const given = event();
      await post(JSON.stringify(given).replace('in_1', name)).expect(200);
      expect(await stored(given.id)).toBeDefined();
    }
  });

  test('parks what is of another mode, account or version than its endpoint’s, with the reason', async () => {
    const live = event({ livemode: true });
    const connected = event({ account: 'acct_other' });
    const older = event({ api_version: '2024-04-10' });
    for (const given of [live, connected, older]) await post(JSON.stringify(given)).expect(200);
    expect(await stored(live.id)).toMatchObject({
      status: 'parked',
      reason: expect.stringContaining('live mode'),
    });
    expect(await stored(connected.id)).toMatchObject({
      status: 'parked',
      reason: expect.stringContaining('acct_other'),
    });
    expect(await stored(older.id)).toMatchObject({
      status: 'parked',
      reason: expect.stringContaining('2024-04-10'),
    });
  });

  test.each([
    ['unsigned', '', 400],
    ['signed with another secret', 't=1,v1=aa', 400],
    ['replayed after its time', undefined, 400],
    ['dated ahead', undefined, 400],
  ])('refuses what is %s, and stores nothing', async (what, header, status) => {
    const given = event();
    const payload = JSON.stringify(given);
    const offset = what.startsWith('replayed') ? -301 : 301;
    const answer = await post(payload, header ?? sign(payload, offset));
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ type: 'urn:smallfavor:problem:invalid_signature', status });
    expect(await stored(given.id)).toBeUndefined();
  });

  test('refuses a signed body that is no event, or that could never be kept', async () => {
    const never = [{ id: 'evt_\0' }, { type: 'a\0' }, { created: 1e15 }, { created: -1e12 }].map(
      (differs) => JSON.stringify(event(differs)),
    );
    for (const payload of ['[]', '{"id":7}', 'null', '"text"', ...never]) {
      const answer = await post(payload);
      expect(answer.status).toBe(400);
    }
  });

  test('goes by the signature, whatever type the body is said to be', async () => {
    const given = event();
    const payload = JSON.stringify(given);
    expect((await post(payload, '', 'text/plain')).status).toBe(400);
    expect((await request(at.server).post(`/webhooks/stripe/${publisher.id}`)).status).toBe(400);
    expect((await post(payload, sign(payload), 'text/plain')).status).toBe(200);
    expect(await stored(given.id)).toBeDefined();
  });

  test('refuses compressed and huge bodies, and unknown publishers', async () => {
    const payload = JSON.stringify(event());
    const zipped = request(at.server)
      .post(`/webhooks/stripe/${publisher.id}`)
      .set('Content-Type', 'application/json');
    const sent = await zipped
      .set('Content-Encoding', 'gzip')
      .set('Stripe-Signature', sign(payload))
      .send(gzipSync(payload).toString('latin1'));
    expect(sent.status).toBe(415);
    const huge = JSON.stringify(event({ filler: 'x'.repeat(1_100_000) }));
    expect((await post(huge)).status).toBe(413);
    const elsewhere = await request(at.server)
      .post('/webhooks/stripe/nobody')
      .set('Content-Type', 'application/json')
      .send(payload);
    expect(elsewhere.status).toBe(404);
  });
});

describe('the door, when the database is gone', () => {
  let postgres: Awaited<ReturnType<typeof freshPostgres>>;
  beforeAll(async () => {
    postgres = await freshPostgres();
  });
  afterAll(async () => {
    await postgres.remove().catch(() => {});
  });

  test('says 503 so that Stripe sends the event again, and nothing of what broke', async () => {
    const { server } = door({
      ...postgres.db,
      query: () => Promise.reject(new Error('secret address 10.0.0.7')),
    });
    const payload = JSON.stringify(event());
    const answer = await request(server)
      .post(`/webhooks/stripe/${publisher.id}`)
      .set('Content-Type', 'application/json')
      .set('Stripe-Signature', sign(payload))
      .send(payload);
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.text).not.toContain('10.0.0.7');
  });
});

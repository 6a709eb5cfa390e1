import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { financeRoutes } from '../../src/finance/routes.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { bookTransfers } from '../../src/ledger/store.ts';
import { createEventBodies } from '../../src/webhooks/eventBodies.ts';
import { keepEvent } from '../../src/webhooks/inbox.ts';
import { eachDatabase } from '../harness/databases.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { ours } from '../harness/ours.ts';
import { serveRoutes } from '../harness/serveRoutes.ts';

const token = 'token-of-finance-0123456789';
const clock = fakeClock();
const bodies = createEventBodies(createSecrets('secret of the tests, of no use elsewhere'));
const anEvent = (id: string, differs: Partial<Parameters<typeof keepEvent>[2]> = {}) => ({
  id,
  type: 'invoice.paid',
  publisher: 'moscow-times',
  account: null,
  apiVersion: '2026-10-28.endive',
  livemode: false,
  created: clock.now(),
  receivedAt: clock.now(),
  body: Buffer.from(`{\n  "id": "${id}"\n}`),
  ...differs,
});
const aTransfer = (source: string) => ({
  source,
  publisher: 'moscow-times',
  kind: 'charge',
  giftId: undefined,
  at: clock.now(),
  entries: [
    { account: 'stripe_balance', currency: 'usd', amount: 164 },
    { account: 'fees', currency: 'usd', amount: 36 },
    { account: 'gifts:monthly', currency: 'usd', amount: -200 },
  ] as const,
});

eachDatabase('finance', (database) => {
  let pokes = 0;
  let server: ReturnType<typeof serveRoutes>;
  beforeAll(async () => {
    for (let i = 0; i < 7; i += 1) await keepEvent(database(), bodies, anEvent(`evt_${i}`));
    await keepEvent(
      database(),
      bodies,
      anEvent('evt_parked', { parkedBecause: 'it is of live mode', type: '=HYPERLINK("x")' }),
    );
    await database().transaction((tx) =>
      bookTransfers(tx, ['txn_1', 'txn_2', 'txn_3'].map(aTransfer)),
    );
  });
  beforeEach(() => {
    pokes = 0;
    server = serveRoutes(
      '/v1/finance',
      financeRoutes({
        ...ours(database(), 'http://127.0.0.1:9'),
        db: database(),
        clock,
        tokens: [token],
        onEvent: () => {
          pokes += 1;
        },
      }),
    );
  });
  const get = (path: string, bearer = token) =>
    request(server).get(`/v1/finance/${path}`).set('Authorization', `Bearer ${bearer}`);

  test.each([
    'events',
    'transfers',
    'balances',
    'gifts',
    'payouts',
    'incidents',
    'health',
    'events.csv',
    'events/evt_1',
    'nothing',
  ])('shows /%s to nobody without the token', async (path) => {
    for (const header of ['', 'Bearer', 'Bearer wrong-token-0123456789', `Basic ${token}`]) {
      const answer = await request(server).get(`/v1/finance/${path}`).set('Authorization', header);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
  });

  test('lists the inbox newest first, in pages without gaps, while new events come in', async () => {
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 10; page += 1) {
      const { body } = await get(`events?limit=3${after}`).expect(200);
      seen.push(...body.data.map((event: { id: string }) => event.id));
      if (body.nextCursor === null) break;
      after = `&after=${body.nextCursor}`;
      await keepEvent(
        database(),
        bodies,
        anEvent(`evt_new_${page}_${randomUUID()}`, { publisher: 'late' }),
      );
    }
    expect(seen.filter((id) => !id.startsWith('evt_new'))).toEqual([
      'evt_parked',
      'evt_6',
      'evt_5',
      'evt_4',
      'evt_3',
      'evt_2',
      'evt_1',
      'evt_0',
    ]);
  });

  test('filters the inbox', async () => {
    const { body } = await get('events?status=parked').expect(200);
    expect(body.data).toMatchObject([
      {
        id: 'evt_parked',
        status: 'parked',
        attempts: 0,
        reason: 'it is of live mode',
        error: null,
      },
    ]);
    expect((await get('events?publisher=nobody')).body).toEqual({ data: [], nextCursor: null });
  });

  test('names every fault in what is asked', async () => {
    const { body } = await get('events?limit=0&status=odd&after=garbage').expect(400);
    expect(body.errors.map((fault: { at: string }) => fault.at).sort()).toEqual([
      '/after',
      '/limit',
      '/status',
    ]);
    for (const bad of [
      'limit=201',
      'limit=1.5',
      'limit=1&limit=2',
      'after=garbage',
      'after=WyJ4Il0',
    ]) {
      expect((await get(`events?${bad}`)).status).toBe(400);
    }
    expect((await get('transfers?account=slush_fund')).status).toBe(400);
    expect((await get('balances?at=yesterday')).status).toBe(400);
  });

  test('shows an event with its body as it was sent', async () => {
    const { body } = await get('events/evt_1').expect(200);
    expect(body).toMatchObject({
      id: 'evt_1',
      status: 'received',
      body: '{\n  "id": "evt_1"\n}',
      tries: [],
    });
    expect((await get('events/evt_none')).status).toBe(404);
  });

  test('puts an ended event back to be worked, and no other', async () => {
    const again = (id: string) =>
      request(server)
        .post(`/v1/finance/events/${id}/attempts`)
        .set('Authorization', `Bearer ${token}`);
    await again('evt_parked').expect(202);
    expect(pokes).toBe(1);
    await again('evt_parked').expect(409);
    await again('evt_none').expect(404);
    expect(pokes).toBe(1);
    await database().query(
      "update event set status = 'parked', reason = 'it is of live mode' where id = 'evt_parked'",
    );
  });

  test('shows each transfer with entries that add up to nothing', async () => {
    const { body } = await get('transfers?source=txn_2').expect(200);
    expect(body.data).toHaveLength(1);
    const entries = body.data[0].entries as { amount: number }[];
    expect(entries.reduce((sum, entry) => sum + entry.amount, 0)).toBe(0);
    expect(body.data[0]).toMatchObject({
      source: 'txn_2',
      publisher: 'moscow-times',
      at: '2026-11-24T12:00:00.000Z',
    });
  });

  test('shows what each account holds, today and on another day', async () => {
    const { body } = await get('balances').expect(200);
    expect(body.data).toContainEqual({
      publisher: 'moscow-times',
      account: 'gifts:monthly',
      currency: 'usd',
      amount: -600,
    });
    expect((await get('balances?at=2020-01-01T00:00:00Z')).body.data).toEqual([]);
  });

  test('gives every list as CSV in which no cell is a formula', async () => {
    const { text, headers } = await get('events.csv').expect(200);
    expect(headers['content-disposition']).toBe('attachment; filename="events.csv"');
    expect(text).toContain(`"'=HYPERLINK(""x"")"`);
    const lines = (await get('transfers.csv').expect(200)).text.trim().split('\r\n');
    expect(lines).toHaveLength(1 + 3 * 3);
    expect(lines[1]).toMatch(/,-?\d+$/);
  });

  test('says of Stripe’s silence that it is not ours', async () => {
    const answer = await request(server)
      .post('/v1/finance/backfills')
      .set('Authorization', `Bearer ${token}`)
      .send({ days: 1 });
    expect(answer.status).toBe(503);
    expect(answer.body.type).toBe('urn:smallfavor:problem:payment_provider_unavailable');
    expect(answer.headers['retry-after']).toBe('10');
  });

  test('tells how the inbox stands', async () => {
    const { body } = await get('health').expect(200);
    expect(body).toMatchObject({
      failed: 0,
      parked: 1,
      lastEventAt: '2026-11-24T12:00:00.000Z',
      stripeGivesUpAt: null,
      daysLeft: null,
      endpointDisabled: false,
    });
    expect(body.received).toBeGreaterThanOrEqual(7);
  });
});

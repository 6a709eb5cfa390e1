import request from 'supertest';
import { expect, test } from 'vitest';
import { financeRoutes } from '../../src/finance/routes.ts';
import { createLimiter } from '../../src/ground/limiter.ts';
import { tallyRoutes } from '../../src/tally/routes.ts';
import { createTallies } from '../../src/tally/store.ts';
import { variantWith } from '../appeal/appealServer.ts';
import { eachDatabase } from '../harness/databases.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { ours } from '../harness/ours.ts';
import { serveRoutes } from '../harness/serveRoutes.ts';

const token = 'token-of-finance-0123456789';
const shown = { campaign: 'autumn', variant: 'plain', event: 'shown' };
const given = { ...shown, event: 'given' };

eachDatabase('tallies', (database) => {
  let paper = 0;
  function givenTallies({ at = '2026-11-24T12:00:00Z', points = 1000 } = {}) {
    paper += 1;
    const publisher = givenPublisher({
      id: `paper-${paper}`,
      timeZone: 'Europe/Amsterdam',
      campaigns: [variantWith('autumn')],
    });
    const clock = fakeClock(new Date(at));
    const tallies = createTallies({ db: database(), clock });
    const doors = request(
      serveRoutes(
        '/v1/publishers',
        tallyRoutes({
          publishers: new Map([[publisher.id, publisher]]),
          tallies,
          limiter: createLimiter({ points, seconds: 60 }),
        }),
      ),
    );
    const finance = request(
      serveRoutes(
        '/',
        financeRoutes({
          ...ours(database(), 'http://127.0.0.1:9'),
          db: database(),
          clock,
          tokens: [token],
          onEvent() {},
        }),
      ),
    );
    return {
      clock,
      tallies,
      send: (body: object) => doors.post(`/v1/publishers/${publisher.id}/tallies`).send(body),
      sendForm: (fields: Record<string, string>) =>
        doors.post(`/v1/publishers/${publisher.id}/tallies`).type('form').send(fields),
      async seen(more = '') {
        const { body } = await finance
          .get(`/tallies?publisher=${publisher.id}${more}`)
          .auth(token, { type: 'bearer' })
          .expect(200);
        return body;
      },
      csv: () =>
        finance.get(`/tallies.csv?publisher=${publisher.id}`).auth(token, { type: 'bearer' }),
    };
  }

  test('are counted as JSON and as a form, and add up over writes', async () => {
    const { send, sendForm, tallies, seen, csv } = givenTallies();
    await send([shown, given]).expect(204);
    await tallies.write();
    await sendForm({ tallies: JSON.stringify([shown]) }).expect(204);
    await tallies.write();
    await tallies.write();
    const { data } = await seen();
    expect(data).toMatchObject([
      { event: 'given', day: '2026-11-24', count: 1 },
      { event: 'shown', day: '2026-11-24', count: 2 },
    ]);
    const { text } = await csv().expect(200);
    expect(text.split('\r\n')).toHaveLength(4);
  });

  test('belong to the day of the publication, and are read in pages, newest first', async () => {
    const { send, tallies, clock, seen } = givenTallies({ at: '2026-11-24T22:59:00Z' });
    await send([shown]).expect(204);
    clock.advance({ minutes: 2 });
    await send([shown, given]).expect(204);
    await tallies.write();
    const { data: first, nextCursor } = await seen('&limit=2');
    const { data: last } = await seen(`&limit=2&after=${nextCursor}`);
    expect([...first, ...last].map((one) => `${one.day} ${one.event}`)).toEqual([
      '2026-11-25 given',
      '2026-11-25 shown',
      '2026-11-24 shown',
    ]);
  });

  test('of what is no arm of the publisher’s campaigns are refused whole, naming every fault', async () => {
    const { send, tallies, seen } = givenTallies();
    const strange = [shown, { ...shown, variant: 'other' }, { ...shown, event: 'read' }];
    const { body } = await send(strange).expect(400);
    expect(JSON.stringify(body)).toContain('/1');
    expect(JSON.stringify(body)).toContain('/2/event');
    await send([]).expect(400);
    await send({ tallies: 'no json' }).expect(400);
    await send([{ ...shown, reader: 'somebody' }]).expect(400);
    await tallies.write();
    expect((await seen()).data).toEqual([]);
  });

  test('that could not be written are written the next time', async () => {
    const { send, tallies, seen } = givenTallies();
    await send([shown]).expect(204);
    const failing = createTallies({
      db: { ...database(), query: () => Promise.reject(new Error('gone')) },
      clock: fakeClock(),
    });
    failing.count(givenPublisher({ id: 'paper-x' }), [{ ...shown, event: 'shown' }]);
    await expect(failing.write()).rejects.toThrow('gone');
    await expect(failing.write()).rejects.toThrow('gone');
    await tallies.write();
    expect((await seen()).data).toMatchObject([{ count: 1 }]);
  });

  test('come in any number from one address only so fast', async () => {
    const { send } = givenTallies({ points: 1 });
    await send([shown]).expect(204);
    await send([shown]).expect(429);
  });
});

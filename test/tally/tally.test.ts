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
      csv: (list = 'tallies') =>
        finance.get(`/${list}.csv?publisher=${publisher.id}`).auth(token, { type: 'bearer' }),
      async snoozes(more = '') {
        const { body } = await finance
          .get(`/snoozes?publisher=${publisher.id}${more}`)
          .auth(token, { type: 'bearer' })
          .expect(200);
        return body.data.map(({ publisher: _, ...one }: { publisher: string }) => one);
      },
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
    expect((await send(shown).expect(400)).body.errors).toEqual([
      { at: '/', says: 'must be a list; in a form, as JSON in the field tallies' },
    ]);
    await send([{ ...shown, reader: 'somebody' }]).expect(400);
    await tallies.write();
    expect((await seen()).data).toEqual([]);
  });

  test('of snoozes are kept by their length: chosen, over, and back again', async () => {
    const { send, tallies, clock, snoozes, csv, seen } = givenTallies();
    const snoozed = (days: number) => ({ ...shown, event: 'snoozed', days });
    const undone = (days: number, ago = 0) => ({ ...shown, event: 'undone', days, ago });
    await send([snoozed(30), undone(30), snoozed(7), snoozed(7), snoozed(30)]).expect(204);
    // A widget of before lengths were counted.
    await send([{ ...shown, event: 'snoozed' }]).expect(204);
    await tallies.write();
    const of = (days: number, snoozed: number, over: number, returned: number) => ({
      days,
      snoozed,
      over,
      returned,
    });
    expect(await snoozes()).toEqual([of(7, 2, 0, 0), of(30, 1, 0, 0)]);
    clock.advance({ days: 8 });
    await send([{ ...shown, event: 'returned', days: 7, ago: 8 }, snoozed(7)]).expect(204);
    await tallies.write();
    expect(await snoozes()).toEqual([of(7, 3, 2, 1), of(30, 1, 0, 0)]);
    // A return belongs to the day on which its snooze was chosen.
    expect(await snoozes('&until=2026-11-24')).toEqual([of(7, 2, 2, 1), of(30, 1, 0, 0)]);
    expect(await snoozes('&from=2026-11-25')).toEqual([of(7, 1, 0, 0)]);
    await send([undone(30, 8)]).expect(204);
    await tallies.write();
    expect(await snoozes()).toEqual([of(7, 3, 2, 1), of(30, 0, 0, 0)]);
    const { text } = await csv('snoozes').expect(200);
    expect(text.split('\r\n')[1]).toMatch(/,7,3,2,1$/);
    // Returns are no event of a campaign.
    const { data } = await seen();
    expect(data.map((one: { event: string }) => one.event)).toEqual(['snoozed', 'snoozed']);
  });

  test.each([
    ['a return without its length', { event: 'returned', ago: 8 }, '/0/days'],
    ['a return before the snooze was over', { event: 'returned', days: 7, ago: 6 }, '/0/ago'],
    ['an Undo without its length', { event: 'undone' }, '/0/days'],
    ['a length of more than a year', { event: 'snoozed', days: 366 }, '/0/days'],
    ['a length of what is no snooze', { event: 'shown', days: 7 }, '/0/days'],
  ])('refuse %s', async (_what, differs, at) => {
    const { send, tallies, snoozes } = givenTallies();
    const { body } = await send([{ ...shown, ...differs }]).expect(400);
    expect(JSON.stringify(body)).toContain(at);
    await tallies.write();
    expect(await snoozes()).toEqual([]);
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

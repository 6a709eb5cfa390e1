import { randomBytes } from 'node:crypto';
import request from 'supertest';
import { expect, test } from 'vitest';
import { createLimiter } from '../../src/ground/limiter.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { snoozeRoutes } from '../../src/snooze/routes.ts';
import { createSnoozes } from '../../src/snooze/store.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { eachKeyvalue } from '../harness/keyvalues.ts';
import { serveRoutes } from '../harness/serveRoutes.ts';

const planet = givenPublisher();
const bugle = givenPublisher({ id: 'daily-bugle', name: 'Daily Bugle' });

eachKeyvalue('remind me later', ['the embedded table', 'Redis'], (opened) => {
  function given({ points = 1000 } = {}) {
    const { store, clock } = opened();
    const snoozes = createSnoozes({ store, clock, secrets: createSecrets('s'.repeat(32)) });
    const cancelled: [publisher: string, reader: string][] = [];
    const server = serveRoutes(
      '/v1/publishers',
      snoozeRoutes({
        publishers: new Map([planet, bugle].map((one) => [one.id, one])),
        snoozes,
        reminders: {
          async forgetReader(publisher, reader) {
            cancelled.push([publisher.id, reader]);
          },
        },
        limiter: createLimiter({ points, seconds: 60 }),
      }),
    );
    const reader = randomBytes(16).toString('base64url');
    const path = `/v1/publishers/${planet.id}/readers/${reader}/snooze`;
    return { cancelled, snoozes, clock, reader, path, http: request(server) };
  }
  const inDays = (days: number) =>
    new Date(opened().clock.now().getTime() + days * 86_400_000).toISOString();

  test('says until when, and keeps it', async () => {
    const { http, path, snoozes, reader } = given();
    const answer = await http.put(path).send({ days: 30, campaign: 'autumn' }).expect(200);
    expect(answer.body).toEqual({ until: inDays(30) });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await snoozes.snoozedUntil(planet, reader))?.toISOString()).toBe(inDays(30));
  });

  test('takes a form as well as JSON', async () => {
    const { http, path } = given();
    const answer = await http.put(path).type('form').send({ days: '7' }).expect(200);
    expect(answer.body).toEqual({ until: inDays(7) });
  });

  test('a repeated request moves no date, another choice does', async () => {
    const { http, path, clock } = given();
    const first = await http.put(path).send({ days: 30 });
    clock.advance({ minutes: 2 });
    const repeated = await http.put(path).send({ days: 30 });
    expect(repeated.body).toEqual(first.body);
    const shorter = await http.put(path).send({ days: 7 });
    expect(shorter.body).toEqual({ until: inDays(7) });
    const longer = await http.put(path).send({ days: 90 });
    expect(longer.body).toEqual({ until: inDays(90) });
  });

  test('ends at its date and not a moment before', async () => {
    const { http, path, snoozes, reader, clock } = given();
    await http.put(path).send({ days: 7 });
    clock.advance({ days: 7, ms: -1 });
    expect(await snoozes.snoozedUntil(planet, reader)).not.toBe(null);
    clock.advance({ ms: 1 });
    expect(await snoozes.snoozedUntil(planet, reader)).toBe(null);
  });

  test('takes the letter at its end with it where it is undone, and only there', async () => {
    const { http, path, cancelled, reader } = given();
    await http.put(path).send({ days: 30 });
    await http.put(path).send({ days: 7 });
    expect(cancelled).toEqual([]);
    await http.delete(path).expect(204);
    expect(cancelled).toEqual([[planet.id, reader]]);
  });

  test('is undone, as often as asked, and can be chosen again', async () => {
    const { http, path, snoozes, reader } = given();
    await http.put(path).send({ days: 7 });
    await http.delete(path).expect(204);
    await http.delete(path).expect(204);
    expect(await snoozes.snoozedUntil(planet, reader)).toBe(null);
    await http.put(path).send({ days: 7 }).expect(200);
    await snoozes.forget(planet, reader);
    expect(await snoozes.snoozedUntil(planet, reader)).toBe(null);
  });

  test('is of one reader with one publisher', async () => {
    const { http, path, snoozes, reader } = given();
    await http.put(path).send({ days: 7 });
    expect(await snoozes.snoozedUntil(bugle, reader)).toBe(null);
    expect(await snoozes.snoozedUntil(planet, `${reader}x`)).toBe(null);
    await snoozes.forget(bugle, reader);
    expect(await snoozes.snoozedUntil(planet, reader)).not.toBe(null);
  });

  test('names every fault of a bad request and keeps nothing', async () => {
    const { http } = given();
    const path = `/v1/publishers/${planet.id}/readers/a%20b/snooze`;
    const body = { days: 400, campaign: 'No Such!', colour: 'red' };
    const { body: problem } = await http.put(path).send(body).expect(400);
    expect(problem.type).toBe('urn:smallfavor:problem:invalid_request');
    expect(problem.errors.map((fault: { at: string }) => fault.at).sort()).toEqual([
      '/',
      '/campaign',
      '/days',
      '/reader',
    ]);
    await http.delete(path).expect(400);
  });

  test.each([
    [400, 'application/json', '{"days":'],
    [400, 'application/json', '[7]'],
    [400, 'application/json', '{"__proto__":{"days":7}}'],
    [400, 'application/x-www-form-urlencoded', 'days=7&days=30'],
    [413, 'application/json', JSON.stringify({ days: 7, campaign: 'x'.repeat(20_000) })],
    [415, 'text/plain', '7'],
  ])('answers %i to a %s body such as %.40s', async (status, type, body) => {
    const { http, path } = given();
    await http.put(path).type(type).send(body).expect(status);
  });

  test('an empty body lacks the days; an unknown publisher is not found', async () => {
    const { http, path } = given();
    const { body: problem } = await http.put(path).expect(400);
    expect(problem.errors).toEqual([{ at: '/days', says: expect.stringContaining('1 to 365') }]);
    await http.put(path.replace(planet.id, 'nobody')).send({ days: 7 }).expect(404);
    await http.delete(path.replace(planet.id, 'nobody')).expect(404);
  });

  test('a flood from one address is told to come back', async () => {
    const { http, path } = given({ points: 2 });
    await http.put(path).send({ days: 7 }).expect(200);
    await http.delete(path).expect(204);
    const { headers } = await http.put(path).send({ days: 7 }).expect(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });
});

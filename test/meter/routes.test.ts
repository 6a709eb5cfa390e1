import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import request from 'supertest';
import { expect, test } from 'vitest';
import { createLimiter } from '../../src/ground/limiter.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { meterRoutes } from '../../src/meter/routes.ts';
import { createMeter } from '../../src/meter/store.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { eachKeyvalue } from '../harness/keyvalues.ts';
import { serveRoutes } from '../harness/serveRoutes.ts';

const walled = givenPublisher({ wall: { limit: 3 }, timeZone: 'America/New_York' });
const open = givenPublisher({ id: 'open-paper' });
const other = givenPublisher({ id: 'other-paper', wall: { limit: 3 } });
const article = (n: number | string) => `https://www.planet.example/news/${n}`;

eachKeyvalue('the meter', ['the embedded table', 'Redis'], (opened) => {
  function given({ points = 1000 } = {}) {
    const { store, clock } = opened();
    clock.set('2026-11-24T12:00:00Z');
    const meter = createMeter({ store, clock, secrets: createSecrets('s'.repeat(32)) });
    const server = serveRoutes(
      '/v1/publishers',
      meterRoutes({
        publishers: new Map([walled, open, other].map((one) => [one.id, one])),
        meter,
        limiter: createLimiter({ points, seconds: 60 }),
      }),
    );
    const reader = randomBytes(16).toString('base64url');
    const path = `/v1/publishers/${walled.id}/readers/${reader}/reads`;
    const http = request(server);
    const read = async (of: number | string) =>
      (
        await http
          .post(path)
          .send({ article: article(of) })
          .expect(200)
      ).body;
    return { meter, clock, reader, path, http, read };
  }
  const resetsAt = '2026-12-01T05:00:00.000Z';

  test('counts an article, and once however often it is read', async () => {
    const { read, meter, reader } = given();
    const once = { count: 1, limit: 3, remaining: 2, resetsAt };
    expect(await read(1)).toEqual(once);
    expect(await read(1)).toEqual(once);
    expect(await read('1#comments')).toEqual(once);
    expect(await read(2)).toEqual({ count: 2, limit: 3, remaining: 1, resetsAt });
    expect(await meter.reads(walled, reader)).toBe(2);
  });

  test('past the limit every new article counts as one too many; the first ones can be read again', async () => {
    const { read, meter, reader } = given();
    for (const n of [1, 2, 3]) await read(n);
    for (const n of [4, 5, 4])
      expect(await read(n)).toEqual({ count: 4, limit: 3, remaining: 0, resetsAt });
    expect(await read(2)).toEqual({ count: 3, limit: 3, remaining: 0, resetsAt });
    expect(await meter.reads(walled, reader)).toBe(3);
  });

  test('begins anew with the month of the publisher’s place', async () => {
    const { read, meter, reader, clock } = given();
    for (const n of [1, 2, 3]) await read(n);
    clock.set('2026-12-01T04:59:59Z');
    expect((await read(4)).count).toBe(4);
    clock.set(resetsAt);
    expect(await meter.reads(walled, reader)).toBe(0);
    expect(await read(4)).toMatchObject({ count: 1, resetsAt: '2027-01-01T05:00:00.000Z' });
  });

  test('any order and repetition of reads counts the different articles, up to the limit', async () => {
    const { meter } = given();
    const reads = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(reads, async (numbers) => {
        const reader = randomBytes(16).toString('base64url');
        await Promise.all(numbers.map((n) => meter.read(walled, reader, article(n))));
        const different = new Set(numbers).size;
        expect(await meter.reads(walled, reader)).toBe(Math.min(3, different));
      }),
      { numRuns: 30 },
    );
  });

  test('is of one reader with one publisher, and forgotten when asked', async () => {
    const { read, meter, reader } = given();
    await read(1);
    expect(await meter.reads(other, reader)).toBe(0);
    expect(await meter.reads(walled, `${reader}x`)).toBe(0);
    await meter.forget(walled, reader);
    await meter.forget(walled, reader);
    expect(await meter.reads(walled, reader)).toBe(0);
    expect((await read(2)).count).toBe(1);
  });

  test('without a wall nothing is counted and nothing limited', async () => {
    const { http, path, meter, reader } = given();
    const { body } = await http
      .post(path.replace(walled.id, open.id))
      .send({ article: article(1) });
    expect(body).toEqual({
      count: 0,
      limit: null,
      remaining: null,
      resetsAt: '2026-12-01T00:00:00.000Z',
    });
    expect(await meter.reads(open, reader)).toBe(0);
  });

  test('takes a form as well as JSON', async () => {
    const { http, path } = given();
    const { body } = await http
      .post(path)
      .type('form')
      .send({ article: article(1) })
      .expect(200);
    expect(body.count).toBe(1);
  });

  test('names every fault of a bad request', async () => {
    const { http, path } = given();
    const bad = path.replace(/readers\/[^/]+/, 'readers/short');
    const { body: problem } = await http.post(bad).send({ article: 'news/1', x: 1 }).expect(400);
    expect(problem.errors.map((fault: { at: string }) => fault.at).sort()).toEqual([
      '/',
      '/article',
      '/reader',
    ]);
    await http
      .post(path.replace(walled.id, 'nobody'))
      .send({ article: article(1) })
      .expect(404);
  });

  test.each([
    undefined,
    7,
    ['https://a.example/'],
    'javascript:alert(1)',
    'ftp://a.example/x',
    `https://a.example/${'x'.repeat(2000)}`,
  ])('refuses an article such as %.40s', async (bad) => {
    const { http, path } = given();
    const { body: problem } = await http.post(path).send({ article: bad }).expect(400);
    expect(problem.errors).toMatchObject([{ at: '/article' }]);
  });

  test('a flood from one address is told to come back', async () => {
    const { http, path } = given({ points: 1 });
    await http
      .post(path)
      .send({ article: article(1) })
      .expect(200);
    await http
      .post(path)
      .send({ article: article(2) })
      .expect(429);
  });
});

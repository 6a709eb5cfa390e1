import request from 'supertest';
import { expect, test } from 'vitest';
import { type CheckoutRoutesDependencies, checkoutRoutes } from '../../src/checkout/routes.ts';
import { createLimiter } from '../../src/ground/limiter.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { serveRoutes } from '../harness/serveRoutes.ts';

const publicUrl = 'https://support.example.org';
const gift = {
  reader: 'reader-of-places-1',
  frequency: 'monthly',
  amount: 500,
  currency: 'usd',
  returnUrl: 'https://www.planet.example/story',
};
const warnedCountries = { countries: ['KZ'], text: { en: 'Mind your safety.' } };

/** The door of checkouts, and what came through it. */
function givenDoor(differs: object, countryHeader: string | undefined = 'x-country') {
  const begun: unknown[] = [];
  const start: CheckoutRoutesDependencies['start'] = async (_publisher, wanted) => {
    begun.push(wanted);
    return { id: 'chk_1', url: 'https://checkout.stripe.com/c/1' };
  };
  const server = serveRoutes(
    '/v1/publishers',
    checkoutRoutes({
      publishers: new Map([['daily-planet', givenPublisher({ ...differs })]]),
      publicUrl,
      countryHeader,
      start,
      status: () => Promise.reject(new Error('nobody asks here')),
      limiter: createLimiter({ points: 100, seconds: 60 }),
    }),
  );
  const ask = (headers: Record<string, string> = {}, body: object = {}) =>
    request(server)
      .post('/v1/publishers/daily-planet/checkouts')
      .set(headers)
      .send({ ...gift, ...body });
  return { begun, ask, from: (country: string) => ask({ 'X-Country': country }) };
}

test('no checkout is begun where giving is a crime, or where the proxy cannot tell whether it is', async () => {
  const { from, ask, begun } = givenDoor({ barredCountries: ['RU', 'BY'] });
  // XX and T1 (Tor) are what proxies say where they do not know.
  for (const answer of [
    await from('RU'),
    await from('by'),
    await from('XX'),
    await from('T1'),
    await ask(),
  ]) {
    expect(answer.status).toBe(403);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body.type).toBe('urn:smallfavor:problem:place_barred');
  }
  expect(begun).toEqual([]);
  expect((await from('NL')).status).toBe(201);
  expect(begun).toHaveLength(1);
});

test('where givers are to be warned first, the checkout is left to the page that warns them', async () => {
  const { from, ask, begun } = givenDoor({ warnedCountries });
  const { status, body } = await from('KZ');
  expect(status).toBe(403);
  expect(body).toMatchObject({
    type: 'urn:smallfavor:problem:place_barred',
    detail: expect.stringContaining('/daily-planet'),
  });
  expect((await ask()).status).toBe(403);
  expect(begun).toEqual([]);
  expect((await from('NL')).status).toBe(201);
});

test('what the reader sends about their place decides nothing', async () => {
  const { ask, begun } = givenDoor({ barredCountries: ['RU'] });
  const headers = { 'X-Country': 'RU', 'CF-IPCountry': 'NL', 'X-Forwarded-For': '192.0.2.1' };
  expect((await ask(headers)).status).toBe(403);
  expect((await ask({ 'X-Country': 'RU' }, { country: 'NL' })).status).toBe(403);
  expect(begun).toEqual([]);
});

test('without a proxy that says it, the place is left to the widget and the page', async () => {
  const { from, begun } = givenDoor({ barredCountries: ['RU'], warnedCountries }, undefined);
  expect((await from('NL')).status).toBe(201);
  expect(begun).toHaveLength(1);
});

test('a publisher without such places takes gifts from everywhere', async () => {
  const { ask, from } = givenDoor({});
  expect((await ask()).status).toBe(201);
  expect((await from('RU')).status).toBe(201);
});

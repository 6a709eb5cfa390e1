import { createServer, type Server } from 'node:http';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isPublicAddress } from '../../src/check/fetchPage.ts';
import { checkRoutes } from '../../src/check/routes.ts';
import { closeGently, listen, portOf } from '../../src/ground/http.ts';
import { createLimiter } from '../../src/ground/limiter.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { serveRoutes } from '../harness/serveRoutes.ts';

const publicUrl = 'https://support.example.org';
const tag = `<script async src="${publicUrl}/widget.js" data-smallfavor data-publisher="daily-planet"></script>`;
const article = (more = tag) =>
  `<!doctype html><html lang="en"><body><article><p>Words</p></article>${more}</body></html>`;

// The publisher's site: each path answers as it is told.
let site: Server;
let origin: string;
const pages = new Map<
  string,
  { body: string; headers?: Record<string, string>; status?: number }
>();
beforeAll(async () => {
  site = createServer((req, res) => {
    const page = pages.get(req.url!) ?? { body: 'nothing', status: 404 };
    res.writeHead(page.status ?? 200, { 'Content-Type': 'text/html', ...page.headers });
    res.end(page.body);
  });
  await listen(site, 0, '127.0.0.1');
  origin = `http://127.0.0.1:${portOf(site)}`;
});
afterAll(() => closeGently(site, 500));

/** The same site by a name, which the system's resolver answers with an address of this machine. */
const byName = () => origin.replace('127.0.0.1', 'localhost');

function given({ mayBePrivate = true, points = 100 } = {}) {
  const publisher = givenPublisher({ origins: [origin, byName(), 'https://www.planet.example'] });
  const http = request(
    serveRoutes(
      '/',
      checkRoutes({
        publishers: new Map([[publisher.id, publisher]]),
        publicUrl,
        limiter: createLimiter({ points, seconds: 60 }),
        mayBePrivate,
      }),
    ),
  );
  const ask = (page: string) =>
    http.get('/check').query({ page }).set('Accept', 'application/json');
  return {
    http,
    ask,
    /** The sentences about a page, by grade. */
    async about(path: string, page: string, headers: Record<string, string> = {}, status = 200) {
      pages.set(path, { body: page, headers, status });
      const { body } = await ask(origin + path).expect(200);
      return (body.findings as { grade: string; about: string; says: string }[]).map(
        (one) => `${one.grade} ${one.about}: ${one.says}`,
      );
    },
  };
}

test('a page as it must be has nothing against it', async () => {
  const found = await given().about('/good', article());
  expect(found.filter((one) => !one.startsWith('fine'))).toEqual([]);
  expect(found).toHaveLength(4);
});

test.each([
  ['a missing tag', article(''), {}, 'fault tag'],
  ['a second tag', article(tag + tag), {}, 'warning tag: It stands there 2 times'],
  [
    'another publisher’s name',
    article(tag.replace('daily-planet', 'bugle')),
    {},
    'fault tag: data-publisher is “bugle”',
  ],
  [
    'a tag that is a module',
    article(tag.replace('async', 'type="module" async')),
    {},
    'fault tag: The tag has type',
  ],
  [
    'a tag that an optimiser holds',
    article(tag.replace('async', 'async type="text/rocketscript"')),
    {},
    'warning tag: An optimiser',
  ],
  [
    'a tag of another service',
    article(tag.replace('support.example.org', 'other.example')),
    {},
    'fault tag: Its src is',
  ],
  ['no place to stand', tag, {}, 'fault place'],
  [
    'two slots',
    article(`${tag}<p data-smallfavor-slot></p><p data-smallfavor-slot></p>`),
    {},
    'warning place: There are 2 slots',
  ],
  [
    'a policy without us',
    article(),
    { 'Content-Security-Policy': "default-src 'self'" },
    'fault policy: connect-src',
  ],
  [
    'a policy in the page',
    article(`<meta http-equiv="Content-Security-Policy" content="script-src 'self'">${tag}`),
    {},
    'fault policy: script-src',
  ],
  [
    'a nonce that caches keep',
    article(tag.replace('async', 'async nonce="n"')),
    { 'Content-Security-Policy': "script-src 'nonce-n'", 'Cache-Control': 'public' },
    'warning policy: Scripts run by a nonce',
  ],
  [
    'an old copy without the tag',
    article(''),
    { Age: '4000' },
    'warning cache: A cache sent this copy, 4000 seconds old. If',
  ],
  [
    'another canonical site',
    article(`<link rel="canonical" href="https://amp.example/x">${tag}`),
    {},
    'warning origin',
  ],
])('%s is told', async (_what, page, headers, expected) => {
  const found = await given().about('/page', page, headers as Record<string, string>);
  expect(found.filter((one) => one.startsWith(expected))).toHaveLength(1);
});

test('a page that answers with an error, or with something else than HTML, is told', async () => {
  const found = await given().about('/gone', 'x', { 'Content-Type': 'text/plain' }, 410);
  expect(found).toContain('fault page: The page answers 410.');
  expect(found.some((one) => one.includes('text/plain'))).toBe(true);
});

test.each([
  ['a site of nobody', 'https://nobody.example/', 'No publisher’s file has https://nobody.example'],
  ['no address', 'not an address', 'not the address of a page'],
  ['a file', 'file:///etc/passwd', 'not the address of a page'],
  ['a password in the address', 'https://a:b@www.planet.example/', 'not the address of a page'],
])('%s is refused, with the reason', async (_what, page, says) => {
  const { body } = await given().ask(page).expect(400);
  expect(JSON.stringify(body)).toContain(says);
});

test('a redirect to a site that is not the publisher’s is not followed', async () => {
  pages.set('/away', { body: '', status: 302, headers: { Location: 'http://127.0.0.1:1/secret' } });
  const { body } = await given().ask(`${origin}/away`).expect(400);
  expect(JSON.stringify(body)).toContain('not among the origins');
});

test('a redirect without end is given up', async () => {
  pages.set('/round', { body: '', status: 302, headers: { Location: '/round' } });
  const { body } = await given().ask(`${origin}/round`).expect(400);
  expect(JSON.stringify(body)).toContain('redirects without end');
});

test('in production no address of this machine or its network is asked, by number or by name', async () => {
  pages.set('/good', { body: article() });
  const { ask } = given({ mayBePrivate: false });
  const { body } = await ask(`${origin}/good`).expect(400);
  expect(JSON.stringify(body)).toContain('private network');
  // The name is allowed; where it leads is judged as the connection is made, so that it cannot lead elsewhere then.
  const named = await ask(`${byName()}/good`).expect(400);
  expect(JSON.stringify(named.body)).toContain('localhost is an address of a private network');
  for (const address of [
    '127.0.0.1',
    '10.0.0.8',
    '169.254.169.254',
    '::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '100.64.0.1',
    '0.0.0.0',
    'x',
  ])
    expect(isPublicAddress(address), address).toBe(false);
  expect(isPublicAddress('9.9.9.9')).toBe(true);
});

test('people get a page, with their address kept and everything escaped', async () => {
  pages.set('/page', { body: article('') });
  const { http } = given();
  const empty = await http.get('/check').set('Accept', 'text/html').expect(200);
  expect(empty.text).not.toContain('role="alert"');
  const found = await http
    .get('/check')
    .query({ page: `${origin}/page` })
    .set('Accept', 'text/html')
    .expect(200);
  expect(found.text).toContain('One thing stands in the way.');
  expect(found.headers['content-security-policy']).toContain("default-src 'none'");
  const bad = await http
    .get('/check')
    .query({ page: '"><script>' })
    .set('Accept', 'text/html')
    .expect(400);
  expect(bad.text).toContain('&quot;&gt;&lt;script&gt;');
  expect(bad.text).toContain('role="alert"');
});

test('nobody makes us ask without end', async () => {
  pages.set('/good', { body: article() });
  const { ask, http } = given({ points: 1 });
  await ask(`${origin}/good`).expect(200);
  await ask(`${origin}/good`).expect(429);
  const page = await http
    .get('/check')
    .query({ page: `${origin}/good` })
    .set('Accept', 'text/html')
    .expect(429);
  expect(page.text).toContain('Wait a little');
});

import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type CryptoKey, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/ground/clock.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { createPassKeys } from '../../src/supporter/passKeys.ts';
import { givenBrowser } from '../harness/browser.ts';
import { givenSupporter, type Supporter } from '../harness/givenSupporter.ts';
import { provided } from '../harness/provided.ts';
import { type Service, startService } from '../harness/service.ts';
import { freePort } from '../harness/startServer.ts';

const secret = 'secret of the tests of the wall, of no use elsewhere';
const example = (name: string) => join(import.meta.dirname, '../../docs/examples', name);
const crawler = '127.0.0.9';
const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

const newPage = givenBrowser();
let service: Service;
let supporter: Supporter;
let pass: string;
let signing: { id: string; key: CryptoKey };
const running: ChildProcess[] = [];
const ports: Record<string, number> = {};

interface Asked {
  /** A loopback address. */
  from?: string;
  headers?: Record<string, string>;
  path?: string;
}

/** Asks one of the examples for an article: what it sent. */
async function read(name: string, { from, headers = {}, path = '/trams' }: Asked = {}) {
  const localAddress = from ?? '127.0.0.1';
  const at = { host: '127.0.0.1', port: ports[name], path, localAddress, headers, agent: false };
  const body = await new Promise<string>((resolve, reject) => {
    get(at, (answer) => text(answer).then(resolve, reject)).on('error', reject);
  });
  const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(body)![1]!);
  return { body, data, isWhole: body.includes('The secret of the tram') };
}
const withPass = (name: string, value: string) =>
  read(name, { headers: { Cookie: `pass=${value}` } });

async function forged(differs: { aud?: string; iss?: string; age?: number; key?: CryptoKey } = {}) {
  const now = Math.floor(Date.now() / 1000) - (differs.age ?? 0);
  return new SignJWT({})
    .setProtectedHeader({ alg: 'EdDSA', kid: signing.id })
    .setIssuer(differs.iss ?? service.url)
    .setAudience(differs.aud ?? 'moscow-times')
    .setIssuedAt(now)
    .setExpirationTime(now + 600)
    .sign(differs.key ?? signing.key);
}

/** What nginx hears of a reader with this pass. */
async function checked(pass: string): Promise<[number, string | null]> {
  const headers = { Cookie: `other=1; pass=${pass}`, 'Wall-Reader': 'supporter' };
  const answer = await fetch(`http://127.0.0.1:${ports['wallCheck.mjs']}/_wall`, { headers });
  return [answer.status, answer.headers.get('wall-reader')];
}

/** The settings as they are shipped, with the example's own site among the publisher's. */
function settings(folder: string): string {
  cpSync(join(import.meta.dirname, '../../config'), folder, { recursive: true });
  const file = join(folder, 'publishers/moscow-times.yaml');
  const site = `origins:\n  - http://localhost:${ports['wall.mjs']}`;
  writeFileSync(file, readFileSync(file, 'utf8').replace('origins:', site));
  return folder;
}

beforeAll(async () => {
  const folder = mkdtempSync(join(provided('scratchFolder'), 'wall-'));
  ports['wall.mjs'] = await freePort();
  service = await startService(
    'embedded',
    {},
    { APP_SECRET: secret, CONFIG_DIR: settings(folder) },
  );
  supporter = await givenSupporter(service);
  pass = (await supporter.ask('POST', 'passes')).body.pass;
  const passKeys = createPassKeys({
    db: service.stores.db,
    clock: systemClock,
    secrets: createSecrets(secret),
  });
  signing = (await passKeys.signing()) as typeof signing;

  const CRAWLERS = join(folder, 'crawlers.json');
  const prefixes = [{ ipv6Prefix: '2001:db8:4860::/48' }, { ipv4Prefix: '127.0.0.8/30' }];
  writeFileSync(CRAWLERS, JSON.stringify({ creationTime: '2026-11-24T00:00:00', prefixes }));
  const start = async (name: string, command: string, args: (port: number) => string[]) => {
    const port = ports[name] ?? (await freePort());
    ports[name] = port;
    const env = {
      PATH: process.env.PATH,
      SMALLFAVOR_URL: service.url,
      PUBLISHER: 'moscow-times',
      CRAWLERS,
      KEYS: join(folder, 'keys.json'),
      PORT: String(port),
    };
    running.push(spawn(command, args(port), { env, stdio: 'ignore' }));
    const answers = async (): Promise<unknown> =>
      name === 'wallCheck.mjs' ? checked('') : read(name);
    await vi.waitFor(answers, { timeout: 30_000 });
  };
  await start('wallCheck.mjs', process.execPath, () => [example('wallCheck.mjs')]);
  await start('wall.mjs', process.execPath, () => [example('wall.mjs')]);
  await start('wall.php', 'php', (port) => ['-S', `127.0.0.1:${port}`, example('wall.php')]);
}, 120_000);
afterAll(async () => {
  for (const one of running) one.kill();
  await service?.stop();
});

test('the worker at the edge says who reads, and nobody else can', async () => {
  const origin = createServer((req, res) => void res.end(JSON.stringify(req.headers)));
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  const { port } = origin.address() as { port: number };
  const { default: worker } = await import(example('wallWorker.mjs'));
  const env = {
    SMALLFAVOR_URL: service.url,
    PUBLISHER: 'moscow-times',
    ORIGIN: `http://127.0.0.1:${port}`,
    EDGE_SECRET: 'told',
  };
  const ask = async (headers: Record<string, string>) =>
    (await worker.fetch(new Request('https://paper.example/trams', { headers }), env)).json();
  expect(await ask({ Cookie: `pass=${pass}` })).toMatchObject({
    'wall-reader': 'supporter',
    'edge-secret': 'told',
  });
  expect(await ask({ 'Wall-Reader': 'supporter' })).toMatchObject({ 'wall-reader': 'stranger' });
  origin.close();
});

test('what nginx asks says who reads, whatever the reader says', async () => {
  expect(await checked(pass)).toEqual([204, 'supporter']);
  const others = ['', '…', await forged({ aud: 'al-manara' }), await forged({ age: 601 })];
  for (const one of others)
    expect(await checked(encodeURIComponent(one))).toEqual([204, 'stranger']);
});

test('the page of a supporter fetches its pass, and reads on; who has no key, or nobody’s, has the first part', async () => {
  const page = await newPage();
  const article = `http://localhost:${ports['wall.mjs']}/trams`;
  const give = (key: string) =>
    page.evaluate((key) => {
      localStorage['smallfavor:moscow-times'] = JSON.stringify({ key });
    }, key);
  const offer = page.getByText('Read on as a supporter');
  const asked: number[] = [];
  page.on('response', (answer) => {
    if (answer.request().method() === 'POST') asked.push(answer.status());
  });
  await page.goto(article, { waitUntil: 'networkidle' });
  await offer.waitFor();
  expect(asked).toEqual([]);
  await give('sup_of_nobody');
  await page.reload();
  await expect.poll(() => asked).toEqual([401]);
  expect(await offer.count()).toBe(1);
  await give(supporter.key);
  await page.reload();
  await page.getByText('The secret of the tram').waitFor();
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ name: 'pass', secure: true, sameSite: 'Lax' });
  expect(cookie!.expires).toBeLessThan(Date.now() / 1000 + 600);
  expect(asked).toEqual([401, 201]);
});

describe.each(['wall.mjs', 'wall.php'])('the example %s', (name) => {
  test('sends the whole article for a pass, and the first part without', async () => {
    expect((await withPass(name, pass)).isWhole).toBe(true);
    expect((await withPass(name, await forged())).isWhole).toBe(true);
    const stranger = await read(name);
    expect(stranger.isWhole).toBe(false);
    expect(stranger.body).toContain(`${service.url}/moscow-times`);
  });

  test('sends no more for a pass of another publisher or issuer, too old, changed or of another key', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    const [header, claims, signature] = pass.split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid: signing.id })).toString(
      'base64url',
    );
    const refused = [
      await forged({ aud: 'al-manara' }),
      await forged({ iss: 'https://evil.example' }),
      await forged({ age: 601 }),
      await forged({ key: privateKey }),
      `${none}.${claims}.`,
      `${none}.${claims}.${signature}`,
      `${header}.${Buffer.from('{}').toString('base64url')}.${signature}`,
      'a.b.c',
      '…',
    ];
    for (const one of refused) {
      expect((await withPass(name, encodeURIComponent(one))).isWhole, one).toBe(false);
    }
  });

  test('knows a crawler by its address, and by nothing that it says', async () => {
    expect((await read(name, { from: crawler })).isWhole).toBe(true);
    const headers = {
      'User-Agent': googlebot,
      'X-Forwarded-For': crawler,
      'X-Real-IP': crawler,
      Forwarded: `for=${crawler}`,
    };
    expect((await read(name, { headers })).isWhole).toBe(false);
    expect((await read(name, { from: '127.0.0.12' })).isWhole).toBe(false);
  });

  test('says the same of the article to all, and it is true of what each was sent', async () => {
    const [whole, part] = [await withPass(name, pass), await read(name)];
    expect([whole.isWhole, part.isWhole]).toEqual([true, false]);
    for (const { body, data } of [whole, part, await read(name, { from: crawler })]) {
      expect(data).toMatchObject({
        headline: 'Trams <return> to the river',
        isAccessibleForFree: false,
        hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: '.walled' },
      });
      expect(body.split('class="walled"')).toHaveLength(2);
      expect(body).not.toContain('<return>');
    }
    const behind = /<div class="walled">(.*?)<\/div>/s;
    expect(behind.exec(whole.body)![1]).toContain('The secret of the tram');
    expect(behind.exec(part.body)![1]).toContain('Read on');
    const free = await read(name, { path: '/weather' });
    expect(free.body).toContain('It ends on Friday.');
    expect(free.body).not.toContain('walled');
    expect(free.data.isAccessibleForFree).toBe(true);
    expect(free.data.hasPart).toBeUndefined();
  });
});

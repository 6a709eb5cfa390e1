import { Writable } from 'node:stream';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/ground/log.ts';
import { signedIn } from '../console/givenConsole.ts';
import { createFinder } from '../harness/createFinder.ts';
import { type MailServer, startMailServer } from '../harness/mailServer.ts';
import { provided } from '../harness/provided.ts';
import { type Service, startService } from '../harness/service.ts';

// Words that nothing but this reader brings in.
const person = {
  email: 'zebulon.quixley@example.org',
  name: 'Zebulon Quixley',
  network: '203.0.113.77',
  reader: 'reader-of-the-leak-test-0001',
  article: 'https://www.themoscowtimes.com/article-zebulon-reads',
};
const foundIn = createFinder([person.email, person.name, 'Quixley', person.network]);

let service: Service;
let mail: MailServer;
let logged = '';
beforeAll(async () => {
  mail = await startMailServer();
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logged += chunk;
      done();
    },
  });
  service = await startService(
    'servers',
    { log: createLog('trace', destination), lettersEveryMs: 100 },
    { SMTP_URL: mail.url, MAIL_FROM: 'Support <support@press.example>', TRUST_PROXY: '1' },
  );
}, 120_000);
afterAll(async () => {
  await service?.stop();
  await mail?.stop();
});

const publication = () => `${service.url}/v1/publishers/moscow-times`;
/** What P answers to this reader, from their network, and with their key where it takes one. A busy Redis may refuse at first. */
async function told(method: string, path: string, body?: object, key?: string) {
  const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': person.network };
  let text = '';
  async function ask(): Promise<number> {
    const answer = await fetch(`${publication()}/${path}`, {
      method,
      headers: { ...headers, ...(key && { Authorization: `Bearer ${key}` }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    text = await answer.text();
    return answer.status;
  }
  await expect.poll(ask, { message: `${method} ${path}` }).toBeLessThan(300);
  return text ? JSON.parse(text) : undefined;
}

/** Every row of every table of ours. The sandbox stands in for Stripe: what its tables hold, Stripe knows. */
async function inDatabase(): Promise<string[]> {
  const { db } = service.stores;
  const { rows: tables } = await db.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'sandbox%'",
  );
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['event', 'outbox', 'post', 'reminder', 'gift', 'pledge']),
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await db.query<{ row: string }>(`select t::text as row from ${name} t`);
    found.push(...foundIn(`table ${name}`, rows.map(({ row }) => row).join('\n')));
  }
  return found;
}

async function inRedis(): Promise<string[]> {
  const redis = new Redis(provided('redisUrl'));
  const found: string[] = [];
  let keys = 0;
  for await (const batch of redis.scanStream({ count: 500 }))
    for (const key of batch as string[]) {
      keys += 1;
      const dump = await redis.dumpBuffer(key);
      const type = await redis.type(key);
      const value = type === 'string' ? await redis.get(key) : '';
      found.push(...foundIn(`Redis ${key}`, `${key} ${value} ${dump?.toString('latin1') ?? ''}`));
    }
  redis.disconnect();
  expect(keys).toBeGreaterThan(0);
  return found;
}

const everywhere = async () => [
  ...(await inDatabase()),
  ...(await inRedis()),
  ...foundIn('log', logged),
];

const isIdle = async (): Promise<boolean> => {
  const { rows } = await service.stores.db.query(
    "select 1 from event where status = 'received' union all select 1 from post where status in ('waiting', 'sending') and due_at <= now()",
  );
  return rows.length === 0;
};
const idle = () => expect.poll(isIdle, { timeout: 60_000 }).toBe(true);
async function letterWith(written: RegExp): Promise<string> {
  const found = () => mail.received.find(({ parsed }) => written.test(parsed.text ?? ''));
  await expect.poll(found, { timeout: 60_000 }).toBeDefined();
  return found()!.parsed.text!;
}

/** Sends a form as a browser on this reader's network does. @returns the page that comes of it */
async function press(url: string, fields: Record<string, string>): Promise<string> {
  const headers = { 'X-Forwarded-For': person.network };
  const body = new URLSearchParams(fields);
  const answer = await fetch(url, { method: 'POST', redirect: 'manual', headers, body });
  expect(answer.status, url).toBeLessThan(400);
  return answer.text();
}

/** Gives $7 a month, and comes back to the article. @returns the supporter key */
async function give(): Promise<string> {
  const gift = { frequency: 'monthly', amount: 700, currency: 'usd', returnUrl: person.article };
  const { id, url } = await told('POST', 'checkouts', { reader: person.reader, ...gift });
  const card = { number: '4242424242424242', expiry: '12/34', cvc: '123' };
  await press(url, { email: person.email, name: person.name, ...card });
  return (await told('GET', `checkouts/${id}?reader=${person.reader}`)).supporterKey;
}

/** Changes the gift, finds its charge, and asks for the money back. */
async function changeAndLeave(key: string): Promise<void> {
  await told('PATCH', 'gift', { amount: 900 }, key);
  await told('PATCH', 'gift', { paused: true }, key);
  await told('PATCH', 'gift', { paused: false }, key);
  await told('DELETE', 'gift', undefined, key);
  await told('PATCH', 'gift', { endsAt: null }, key);
  await told('POST', 'portal', { returnUrl: person.article }, key);
  await told('POST', 'passes', {}, key);
  await told('POST', 'sign-ins', { email: person.email, returnUrl: person.article });
  const signIn = await letterWith(/This link signs you in/);
  await press(/http\S+\/sign-in\/\S+/.exec(signIn)![0], {});
  const charge = `${service.url}/moscow-times/charge`;
  const day = new Date().toISOString().slice(0, 10);
  const found = await press(charge, { action: 'find', amount: '7', day, last4: '4242' });
  const ticket = /name="ticket" value="([^"]+)"/.exec(found)![1]!;
  await press(charge, { action: 'refund', ticket });
}

/** Finance gives the money back, and an admin erases the person. */
async function refundAndErase(): Promise<void> {
  const { browser } = await signedIn(service, 'admin');
  const { data } = await service.finance<{ data: { id: string }[] }>('gifts');
  const gift = `/console/gifts/${data[0]!.id}`;
  const page = await browser.read(gift);
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)![1]!;
  const order = { charge: field('charge'), key: field('key'), amount: '', reason: 'was asked for' };
  const refunded = await browser.send(`${gift}/refunds`, order);
  expect(refunded.headers.get('location')).toContain('done=refunded');
  const mailed = await browser.send(`${gift}/link`, { how: 'mail', key: field('key') });
  expect(mailed.headers.get('location')).toContain('done=mailed');
  await idle();
  expect(await everywhere()).toEqual([]);
  const erased = await browser.send(`${gift}/erasure`, { confirm: data[0]!.id });
  expect(await erased.text()).toMatch(/Customers: 1/);
}

test('after all that a reader can do, nothing here names them: not the database, Redis, the mail queue or the logs', async () => {
  await told('PUT', `readers/${person.reader}/snooze`, { days: 30 });
  const reminder = { email: person.email, on: 'P30D', consent: true, article: person.article };
  await told('POST', 'reminders', { ...reminder, reader: person.reader });
  await told('POST', `readers/${person.reader}/reads`, { article: person.article });
  const key = await give();
  await letterWith(/\$7 per month/);
  await idle();
  // The search finds what is there: what reached the reader names them, and what staff open does.
  expect(mail.received.some(({ source }) => foundIn('mail', source).length > 0)).toBe(true);
  for (const before of ['', '.', '..'])
    expect(foundIn('', Buffer.from(`${before}${person.name}.`).toString('base64'))).not.toEqual([]);
  const { data } = await service.finance<{ data: { id: string }[] }>(
    'events?type=checkout.session.completed',
  );
  const event = `events/${data[0]!.id}`;
  expect((await service.finance<{ body: string }>(event)).body).toContain(person.email);
  expect(await everywhere()).toEqual([]);

  await changeAndLeave(key);
  await told('DELETE', `readers/${person.reader}`);
  await idle();
  expect(await everywhere()).toEqual([]);
  await refundAndErase();
  await idle();
  expect((await service.finance<{ body: string }>(event)).body).not.toContain(person.email);
  expect(logged).toContain('request');
  expect(await everywhere()).toEqual([]);
}, 180_000);

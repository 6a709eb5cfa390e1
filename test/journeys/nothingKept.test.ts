import { Writable } from 'node:stream';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/ground/log.ts';
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
const words = [person.email, person.name, 'Quixley', person.network];

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
    { log: createLog('trace', destination) },
    { SMTP_URL: mail.url, MAIL_FROM: 'Support <support@press.example>', TRUST_PROXY: '1' },
  );
}, 120_000);
afterAll(async () => {
  await service?.stop();
  await mail?.stop();
});

const publication = () => `${service.url}/v1/publishers/moscow-times`;
const ask = (method: string, path: string, body?: object) =>
  fetch(`${publication()}/${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': person.network },
    ...(body && { body: JSON.stringify(body) }),
  });

/** Where any of the words stands, as text, as bytes in hexadecimal or base64. */
function foundIn(place: string, text: string): string[] {
  const forms = (word: string) => [
    word.toLowerCase(),
    Buffer.from(word).toString('hex'),
    Buffer.from(word).toString('base64').replace(/=+$/, '').slice(0, -1).toLowerCase(),
  ];
  const lower = text.toLowerCase();
  return words
    .filter((word) => forms(word).some((form) => lower.includes(form)))
    .map((word) => `${place}: ${word}`);
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

const waiting = async (): Promise<number> => {
  const { rows } = await service.stores.db.query<{ count: string }>(
    "select count(*) as count from event where status = 'received'",
  );
  return Number(rows[0]!.count);
};
const letters = (about: RegExp) =>
  mail.received.filter(({ parsed }) => about.test(parsed.text ?? '')).length;

test('after all that a reader can do, nothing here names them: not the database, Redis, the mail queue or the logs', async () => {
  await ask('PUT', `readers/${person.reader}/snooze`, { days: 30 });
  await ask('POST', 'reminders', {
    email: person.email,
    on: 'P30D',
    consent: true,
    article: person.article,
  });
  const begun = await ask('POST', 'checkouts', {
    reader: person.reader,
    frequency: 'monthly',
    amount: 700,
    currency: 'usd',
    returnUrl: person.article,
  });
  const { id, url } = (await begun.json()) as { id: string; url: string };
  await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      email: person.email,
      name: person.name,
      number: '4242424242424242',
      expiry: '12/34',
      cvc: '123',
    }),
  });
  await ask('GET', `checkouts/${id}?reader=${person.reader}`);
  await ask('POST', 'sign-in', { email: person.email, returnUrl: person.article });
  await fetch(`${service.url}/moscow-times/charge`, {
    method: 'POST',
    headers: { 'X-Forwarded-For': person.network },
    body: new URLSearchParams({ amount: '7', date: '2026-01-01', last4: '4242' }),
  });
  await expect.poll(() => letters(/\$7 per month/), { timeout: 30_000 }).toBeGreaterThan(0);
  await expect.poll(waiting, { timeout: 30_000 }).toBe(0);
  // What reached the reader names them: the search would find it where it were kept.
  expect(mail.received.some(({ source }) => foundIn('mail', source).length > 0)).toBe(true);
  const { data } = await service.finance<{ data: { id: string }[] }>(
    'events?type=checkout.session.completed',
  );
  expect((await service.finance<{ body: string }>(`events/${data[0]!.id}`)).body).toContain(
    person.email,
  );
  expect(logged).toContain('request');
  expect(await everywhere()).toEqual([]);
}, 120_000);

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givenSupporter } from '../harness/givenSupporter.ts';
import { type MailServer, type ReceivedMail, startMailServer } from '../harness/mailServer.ts';
import { type Service, startService } from '../harness/service.ts';

const article = 'https://www.themoscowtimes.com/article';
const email = 'reader@example.org';
let service: Service;
let mail: MailServer;
beforeAll(async () => {
  mail = await startMailServer();
  service = await startService(
    'embedded',
    {},
    {
      SMTP_URL: mail.url,
      MAIL_FROM: 'Support <support@press.example>',
    },
  );
}, 120_000);
afterAll(async () => {
  await service?.stop();
  await mail.stop();
});

const textOf = ({ parsed }: ReceivedMail) => parsed.text ?? '';
async function letterWith(words: RegExp): Promise<string> {
  for (;;) {
    const found = mail.received.find((one) => words.test(textOf(one)));
    if (found) return textOf(found);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const linkIn = (text: string, path: string) =>
  new RegExp(`${service.url}/${path}/[\\w.?-]+`).exec(text)![0];
const press = (url: string, action?: Record<string, string>) =>
  fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(action ?? {}) });

describe('the letter of thanks', () => {
  test('is a receipt, and leads to a page where two presses cancel the gift and one takes it back', async () => {
    const supporter = await givenSupporter(service, { amount: 700, locale: 'en' });
    const letter = await letterWith(/\$7 per month/);
    expect(letter).toContain('This letter is your receipt, too.');
    const url = linkIn(letter, 'gifts');
    const asked = await (await fetch(`${url}?cancel`)).text();
    expect(asked).toContain('Yes, cancel it');
    expect((await supporter.ask('GET', 'gift')).body.endsAt).toBeNull();
    await press(url, { action: 'cancel' });
    expect((await supporter.ask('GET', 'gift')).body.endsAt).not.toBeNull();
    expect(await (await fetch(url)).text()).toContain('Do not cancel: let it go on');
    await press(url, { action: 'undo' });
    expect((await supporter.ask('GET', 'gift')).body.endsAt).toBeNull();
  });

  test('leads to where the amount is changed, within what the publisher takes, and the card', async () => {
    const supporter = await givenSupporter(service, { amount: 900 });
    const url = linkIn(await letterWith(/\$9 per month/), 'gifts');
    const refused = await press(url, { action: 'amount', amount: '1' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('Enter an amount from $2 to $1,000');
    await press(url, { action: 'amount', amount: '12,50' });
    expect((await supporter.ask('GET', 'gift')).body.amount).toBe(1250);
    const portal = await press(url, { action: 'card' });
    expect(portal.headers.get('location')).toContain(new URL(service.sandboxUrl).port);
  });

  test('quiets the appeal on another device', async () => {
    await givenSupporter(service, { frequency: 'once', amount: 1300, locale: 'ru' });
    const url = linkIn(await letterWith(/13\s\$ разово/), 'gifts');
    const away = await press(url, { action: 'quiet' });
    const [, code] = /#smallfavor=(.+)/.exec(away.headers.get('location')!)!;
    const base = `${service.url}/v1/publishers/moscow-times`;
    const reader = 'another-device-1';
    const told = await fetch(`${base}/checkouts/${code}?reader=${reader}`);
    expect(await told.json()).toMatchObject({ status: 'complete', supporterKey: /^sup_/ });
    expect((await fetch(`${base}/checkouts/${code}?reader=${reader}`)).status).toBe(404);
    const state = await fetch(`${base}/readers/${reader}`);
    expect(await state.json()).toMatchObject({ supporter: true });
    await fetch(`${base}/readers/${reader}`, { method: 'DELETE' });
    expect(await (await fetch(`${base}/readers/${reader}`)).json()).toMatchObject({
      supporter: false,
    });
  });

  test('opens nothing for who changes its link', async () => {
    const url = linkIn(await letterWith(/per month/), 'gifts');
    expect((await fetch(`${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`)).status).toBe(404);
  });
});

describe('signing in by a mailed link', () => {
  const ask = (address: string) =>
    fetch(`${service.url}/v1/publishers/moscow-times/sign-ins`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: address, returnUrl: article }),
    });

  test('answers strangers the same, and writes to supporters only', async () => {
    await givenSupporter(service);
    const [stranger, known] = [await ask('stranger@example.org'), await ask(email)];
    expect([stranger.status, known.status]).toEqual([202, 202]);
    expect([await stranger.text(), await known.text()]).toEqual(['', '']);
    const url = linkIn(await letterWith(/This link signs you in/), 'sign-in');
    expect(mail.received.flatMap(({ to }) => to)).not.toContain('stranger@example.org');
    // A scanner looks at it, twice.
    await fetch(url);
    expect(await (await fetch(url)).text()).toContain('<button>Sign in</button>');
    const first = await press(url);
    expect(first.headers.get('location')).toMatch(
      /^https:\/\/www\.themoscowtimes\.com\/article#smallfavor=sin_/,
    );
    expect((await press(url)).status).toBe(404);
    const { rows } = await service.stores.db.query("select facts from post where kind = 'sign-in'");
    expect(rows.every(({ facts }) => JSON.stringify(facts) === '{}')).toBe(true);
  });
});

test('nothing that names the giver is in the database', async () => {
  const { rows: tables } = await service.stores.db.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'sandbox%'",
  );
  expect(tables.length).toBeGreaterThan(10);
  const leaks: string[] = [];
  for (const { name } of tables) {
    const { rows } = await service.stores.db.query<{ row: string }>(
      `select t::text as row from ${name} t`,
    );
    const text = rows.map(({ row }) => row).join('\n');
    const hex = (word: string) => Buffer.from(word).toString('hex');
    for (const word of [email, 'A Reader'])
      if (text.includes(word) || text.includes(hex(word))) leaks.push(`${name}: ${word}`);
  }
  expect(leaks).toEqual([]);
});

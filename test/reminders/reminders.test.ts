import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLetterWords } from '../../src/ground/letterTexts.ts';
import { createLimiter } from '../../src/ground/limiter.ts';
import { createLog } from '../../src/ground/log.ts';
import { createMetrics } from '../../src/ground/metrics.ts';
import { listLetters } from '../../src/ground/postDesk.ts';
import { createPostOffice } from '../../src/ground/postOffice.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { createSmtpMailer } from '../../src/ground/smtpMailer.ts';
import { reminderPageRoutes } from '../../src/reminders/pageRoutes.ts';
import { createReminders } from '../../src/reminders/reminders.ts';
import { reminderRoutes } from '../../src/reminders/routes.ts';
import { createReminderWriter } from '../../src/reminders/writer.ts';
import { eachDatabase } from '../harness/databases.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { type MailServer, startMailServer } from '../harness/mailServer.ts';
import { serveRoutes } from '../harness/serveRoutes.ts';

const publicUrl = 'https://support.example.org';
const publishers = new Map([
  ['daily-planet', givenPublisher({ timeZone: 'Europe/Amsterdam' })],
  ['al-manara', givenPublisher({ id: 'al-manara', name: 'المنارة', locale: 'ar' })],
  [
    'restyled',
    givenPublisher({
      id: 'restyled',
      theme: { accent: '#7a0019' },
      texts: { en: { remindLead: 'Psst, # calls.' } },
      mail: {
        name: 'A quiet name',
        replyTo: 'desk@planet.example',
        layout:
          '<html lang="{{lang}}" dir="{{dir}}"><title>{{subject}}</title><body class="ours" style="border:1px solid {{accent}}"><main>{{content}}</main><small>{{footer}}</small></body></html>',
      },
    }),
  ],
]);
const article = 'https://www.planet.example/2026/story?page=2';
const words = createLetterWords();
const secrets = createSecrets('secret of the tests, of no use elsewhere');

let mail: MailServer;
beforeAll(async () => {
  mail = await startMailServer();
});
afterAll(() => mail.stop());

eachDatabase('a reminder', (database) => {
  const clock = fakeClock('2026-11-24T12:00:00Z');
  let people = 0;
  const nextPerson = () => `reader${++people}-${database().kind}@example.org`;

  function room(canSend = true, points = 1000) {
    const db = database();
    const reminders = createReminders({ db, clock, secrets });
    const generous = () => createLimiter({ points, seconds: 60 });
    const limiters = { network: generous(), publisher: generous() };
    const common = { db, clock, publishers, words, reminders, publicUrl, canSend, limiters };
    return {
      ...common,
      ask: supertest(serveRoutes('/', reminderPageRoutes({ ...common, limiter: generous() }))),
      post: supertest(serveRoutes('/v1/publishers', reminderRoutes(common))),
    };
  }
  const order = (body: Record<string, unknown>, publisher = 'daily-planet') =>
    room()
      .post.post(`/v1/publishers/${publisher}/reminders`)
      .send({ on: '2026-12-24', consent: true, article, ...body });
  const pathOf = (answer: { body: { url: string } }) => answer.body.url.replace(publicUrl, '');
  const lettersTo = (email: string) => mail.received.filter(({ to }) => to.includes(email));

  async function letTimePass(days: number): Promise<void> {
    clock.advance({ days });
    const office = createPostOffice({
      ...room(),
      mailer: createSmtpMailer({
        url: mail.url,
        from: { name: '', address: 'post@press.example' },
      }),
      writers: { reminder: createReminderWriter(room()) },
      log: createLog('silent'),
      metrics: createMetrics(),
      pollMs: 20,
    });
    office.start();
    const isDone = async () =>
      (await listLetters(database(), { limit: 200 })).every(
        ({ status, dueAt }) =>
          (status !== 'waiting' && status !== 'sending') || dueAt > clock.now(),
      );
    while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 20));
    await office.stop();
  }

  test('is sent once, on its day, in both forms, and its address goes', async () => {
    const email = nextPerson();
    const answer = await order({ email, reader: 'reader-0001' }).expect(202);
    // Nine o'clock in Amsterdam, in winter.
    expect(answer.body.on).toBe('2026-12-24T08:00:00.000Z');
    await letTimePass(29);
    expect(lettersTo(email)).toHaveLength(0);
    await letTimePass(1);
    await letTimePass(1);
    const [letter, ...more] = lettersTo(email);
    expect(more).toEqual([]);
    expect(letter!.parsed.subject).toBe('You asked Daily Planet to remind you');
    const back = new RegExp(`${article.replace('?', '\\?')}#smallfavor=later\\.([\\w.-]+)`);
    const [, signature] = back.exec(letter!.parsed.text!)!;
    expect(back.exec(String(letter!.parsed.html))![1]).toBe(signature);
    holdsForItsReader(signature!);
    const { rows } = await database().query('select * from reminder');
    expect(rows.filter((row) => row.status === 'sent' && row.sealed !== null)).toEqual([]);
    expect(JSON.stringify(rows)).not.toMatch(/@example\.org|story/);
    clock.set('2026-11-24T12:00:00Z');
  });

  /** Signed for reader-0001 of the Daily Planet, and for nobody else, nor for long. */
  function holdsForItsReader(signature: string): void {
    const { wayBack } = room().reminders;
    const [planet, other] = [publishers.get('daily-planet')!, publishers.get('al-manara')!];
    expect(wayBack.holds(planet, 'reader-0001', signature)).toBe(true);
    expect(wayBack.holds(planet, 'reader-0002', signature)).toBe(false);
    expect(wayBack.holds(other, 'reader-0001', signature)).toBe(false);
    const [until, mac] = signature.split('.') as [string, string];
    const later = (Number.parseInt(until, 36) + 1).toString(36);
    for (const forged of [`${later}.${mac}`, `${until}.${'A'.repeat(16)}`, until, '', '.', 'é'])
      expect(wayBack.holds(planet, 'reader-0001', forged), forged).toBe(false);
    clock.advance({ days: 31 });
    expect(wayBack.holds(planet, 'reader-0001', signature)).toBe(false);
  }

  test('goes, address and all, when its reader is forgotten, and no other goes with it', async () => {
    const email = nextPerson();
    const other = nextPerson();
    const path = pathOf(await order({ email, reader: 'reader-0002' }));
    await order({ email: other, reader: 'reader-0003' });
    const { reminders } = room();
    const planet = publishers.get('daily-planet')!;
    await reminders.forgetReader(publishers.get('al-manara')!, 'reader-0002');
    expect((await room().ask.get(path)).text).not.toContain('cancelled');
    await reminders.forgetReader(planet, 'reader-0002');
    await reminders.forgetReader(planet, 'reader-0002');
    expect((await room().ask.get(path)).text).toContain('cancelled');
    const { rows } = await database().query(
      "select 1 from reminder where status <> 'waiting' and (sealed is not null or reader_tag is not null)",
    );
    expect(rows).toEqual([]);
    await letTimePass(31);
    expect([lettersTo(email).length, lettersTo(other).length]).toEqual([0, 1]);
    clock.set('2026-11-24T12:00:00Z');
  });

  test('takes the place of the one that waits for the same reader, however often and late it is asked for', async () => {
    const [email, another] = [nextPerson(), nextPerson()];
    const reader = 'reader-0007';
    const first = pathOf(await order({ email, reader, on: '2026-12-24' }));
    await order({ email: another, reader: 'reader-0008' });
    const both = [
      { email, reader, on: '2026-12-01' },
      { email, reader, on: '2026-12-01' },
    ];
    const again = await Promise.all(both.map((one) => order(one)));
    expect(new Set(again.map(({ body }) => body.url)).size).toBe(1);
    const { ask } = room();
    expect((await ask.get(first)).text).toContain('cancelled');
    expect((await ask.get(pathOf(again[0]!))).text).toContain('December 1, 2026');
    // A network brings the first once more; then the reader mends a slip in the address.
    await order({ email, reader, on: '2026-12-24' });
    await order({ email: another, reader, on: '2026-12-24' });
    const { rows } = await database().query(
      "select count(*)::int as waiting from reminder where reader_tag is not null and status = 'waiting'",
    );
    expect(rows[0]!.waiting).toBe(2);
    const { reminders } = room();
    await reminders.forgetReader(publishers.get('daily-planet')!, 'reader-0008');
    for (let day = 0; day < 33; day++) await letTimePass(1);
    expect([lettersTo(email).length, lettersTo(another).length]).toEqual([0, 1]);
    clock.set('2026-11-24T12:00:00Z');
  });

  test('is one however often the same reader asks, and no stranger comes by its page', async () => {
    const email = nextPerson();
    const first = await order({ email, reader: 'reader-0001' });
    const again = await order({ email, reader: 'reader-0001' });
    const stranger = await order({ email });
    expect(again.body).toEqual(first.body);
    expect(stranger.body.url).not.toBe(first.body.url);
    await letTimePass(31);
    expect(lettersTo(email)).toHaveLength(1);
    clock.set('2026-11-24T12:00:00Z');
  });

  test('can be moved and cancelled on its page, where looking changes nothing', async () => {
    const email = nextPerson();
    const path = pathOf(await order({ email }));
    const { ask } = room();
    const page = await ask.get(path).expect(200);
    expect(page.text).toContain('December 24, 2026');
    await ask.post(path).type('form').send({ action: 'move', on: '2026-12-01' }).expect(303);
    expect((await ask.get(path)).text).toContain('December 1, 2026');
    const refused = await ask.post(path).type('form').send({ action: 'move', on: '2029-01-01' });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('Choose a day from November 25, 2026 to November 24, 2027');
    await ask.post(path).type('form').send({ action: 'cancel' }).expect(303);
    expect((await ask.get(path)).text).toContain('cancelled');
    await letTimePass(31);
    expect(lettersTo(email)).toHaveLength(0);
    clock.set('2026-11-24T12:00:00Z');
  });

  test('ends all others with one press of the mail program, without a cookie or a redirect', async () => {
    const email = nextPerson();
    await order({ email, on: '2026-11-26' });
    await letTimePass(3);
    const [letter] = lettersTo(email);
    const [, url] = /^List-Unsubscribe: <(.+)>\r$/m.exec(letter!.source)!;
    expect(url!.length).toBeLessThan(60);
    expect(letter!.source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    const { ask } = room();
    const path = url!.replace(publicUrl, '');
    const press = () => ask.post(path).type('form').send({ 'List-Unsubscribe': 'One-Click' });
    for (const { status, headers } of [await press(), await press()])
      expect([status, headers.location, headers['set-cookie']]).toEqual([
        200,
        undefined,
        undefined,
      ]);
    await order({ email, on: '2026-12-24' }).expect(202);
    await letTimePass(40);
    expect(lettersTo(email)).toHaveLength(1);
    clock.set('2026-11-24T12:00:00Z');
  });

  test('cannot be turned against somebody: not by many requests, not by refusing for them', async () => {
    const email = nextPerson();
    const answers = [];
    for (let day = 1; day <= 20; day++) {
      const on = `2026-12-${String(day).padStart(2, '0')}`;
      answers.push(await order({ email: day % 2 ? email : email.replace('@', '+x@'), on }));
    }
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => Object.keys(body).join()))).toEqual(
      new Set(['on,url']),
    );
    const { ask } = room();
    const last = pathOf(answers.at(-1)!);
    expect((await ask.get(last)).text).toContain('December 20, 2026');
    await ask.post(last).type('form').send({ action: 'refuse' }).expect(303);
    for (let day = 0; day < 40; day++) await letTimePass(1);
    const all = [...lettersTo(email), ...lettersTo(email.replace('@', '+x@'))];
    expect(all).toHaveLength(3);
    clock.set('2026-11-24T12:00:00Z');
  });

  test('answers the same whether the address is new, flooded or wants no letters', async () => {
    const [fresh, flooded, refused] = [nextPerson(), nextPerson(), nextPerson()];
    for (let day = 1; day <= 6; day++) await order({ email: flooded, on: `2026-12-0${day}` });
    const { reminders } = room();
    const path = pathOf(await order({ email: refused }));
    await reminders.refuse((await reminders.find(path.split('/').at(-1)!))!);
    const told = [];
    for (const email of [fresh, flooded, refused]) {
      const { status, headers, body } = await order({ email });
      const { date, etag, ...same } = headers;
      told.push({ status, same, body: { ...body, url: body.url.replace(/[\w-]{16}$/, '') } });
    }
    expect(told[0]!.status).toBe(202);
    expect(told).toEqual([told[0], told[0], told[0]]);
  });

  test('is written on the paper of a publisher who restyles it, with its own words', async () => {
    const email = nextPerson();
    await order({ email, on: 'P1D', locale: 'en' }, 'restyled').expect(202);
    await letTimePass(2);
    const [letter] = lettersTo(email);
    const { html, text, from, replyTo, subject } = letter!.parsed;
    expect(html).toMatch(
      /^<html lang="en" dir="ltr">.*<body class="ours" style="border:1px solid #/s,
    );
    expect(html).toContain(`<title>${subject}</title>`);
    expect(html).toMatch(/<main>.*Psst, Daily Planet calls\..*<\/main><small>.*only e-mail/s);
    expect(text).toContain('Psst, Daily Planet calls.');
    expect([from!.value[0]!.name, replyTo!.value[0]!.address]).toEqual([
      'A quiet name',
      'desk@planet.example',
    ]);
    clock.set('2026-11-24T12:00:00Z');
  });

  test('speaks the language of its reader, and from right to left', async () => {
    const email = nextPerson();
    await order({ email, on: 'P1D', locale: 'he' }).expect(202);
    const other = nextPerson();
    await order({ email: other, on: 'P1D', article: undefined, locale: 'ru-RU' }, 'al-manara');
    await letTimePass(2);
    expect(lettersTo(email)[0]!.parsed.html).toContain('<html lang="he" dir="rtl">');
    expect(lettersTo(other)[0]!.parsed.subject).toBe('Напоминание от المنارة');
    clock.set('2026-11-24T12:00:00Z');
  });
});

describe('what is asked for', () => {
  // No database is asked: every one of these is refused at the door.
  const clock = fakeClock('2026-11-24T12:00:00Z');
  const send = (body: object, canSend = true) =>
    supertest(
      serveRoutes(
        '/v1/publishers',
        reminderRoutes({
          publishers,
          publicUrl,
          clock,
          words,
          reminders: {} as never,
          canSend,
          limiters: {
            network: createLimiter({ points: 9, seconds: 9 }),
            publisher: createLimiter({ points: 9, seconds: 9 }),
          },
        }),
      ),
    )
      .post('/v1/publishers/daily-planet/reminders')
      .send(body);

  test('is refused with every fault at once', async () => {
    const { body, status } = await send({
      email: 'a@b.example, c@d.example',
      on: '2026-11-24',
      article: 'https://evil.example/',
      reader: 'x',
    });
    expect(status).toBe(400);
    expect(body.errors.map(({ at }: { at: string }) => at).sort()).toEqual(
      ['/article', '/consent', '/email', '/on', '/reader'].sort(),
    );
  });

  test.each([
    '2026-11-24',
    '2027-11-25',
    '2026-02-30',
    'P0D',
    'P400D',
    '2026-11-24T13:00:00Z',
    'soon',
  ])('cannot be for %s', async (on) => {
    const { body } = await send({ email: 'a@b.example', consent: 'on', on });
    expect(body.errors).toMatchObject([{ at: '/on', says: /from 2026-11-25 to 2027-11-24/ }]);
  });

  test.each(['network', 'publisher'] as const)('has an end for each %s', async (kind) => {
    const generous = createLimiter({ points: 99, seconds: 9 });
    const limiters = { network: generous, publisher: generous };
    const given = {
      publishers,
      publicUrl,
      clock,
      words,
      reminders: { remind: async () => 'code' } as never,
      canSend: true,
      limiters: { ...limiters, [kind]: createLimiter({ points: 2, seconds: 9 }) },
    };
    const agent = supertest(serveRoutes('/v1/publishers', reminderRoutes(given)));
    const ask = (publisher: string, person: number) =>
      agent
        .post(`/v1/publishers/${publisher}/reminders`)
        .send({ email: `r${person}@b.example`, consent: true, on: 'P1W' });
    const answers = [await ask('daily-planet', 1), await ask('daily-planet', 2)];
    const over = await ask('daily-planet', 3);
    expect([...answers, over].map(({ status }) => status)).toEqual([202, 202, 429]);
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('al-manara', 4)).status).toBe(kind === 'network' ? 429 : 202);
  });

  test('gets a clear answer where no mail can be sent', async () => {
    const { body, status } = await send({ email: 'a@b.example', consent: true, on: 'P1W' }, false);
    expect([status, body.type]).toEqual([503, 'urn:smallfavor:problem:mail_unavailable']);
  });
});

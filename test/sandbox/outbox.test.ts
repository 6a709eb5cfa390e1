import supertest from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMailer } from '../../src/createMailer.ts';
import { readConfig } from '../../src/ground/config.ts';
import { createOutbox, type Outbox } from '../../src/ground/outbox.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { createOutboxRoutes } from '../../src/sandbox/pages/outboxRoutes.ts';
import { freshEmbedded } from '../harness/databases.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { serveRoutes } from '../harness/serveRoutes.ts';

const clock = fakeClock();
const secrets = createSecrets('secret of the tests, of no use elsewhere');
let opened: Awaited<ReturnType<typeof freshEmbedded>>;
let outbox: Outbox;
beforeAll(async () => {
  opened = await freshEmbedded();
  outbox = createOutbox({ db: opened.db, clock, secrets });
  await outbox.send({
    id: 'letter:1',
    to: 'reader@example.org',
    fromName: 'المنارة',
    locale: 'ar',
    subject: 'تذكير <b>',
    text: 'اقرأ: https://press.example/article?a=1&b=2',
    html: '<p>اقرأ</p>',
  });
});
afterAll(() => opened.remove());
const ask = (path: string) => supertest(serveRoutes('/', createOutboxRoutes(outbox))).get(path);

test('the outbox shows letters as text, in the direction of their language, with links', async () => {
  const { text } = await ask('/sandbox/outbox').set('Accept', 'text/html').expect(200);
  expect(text).toContain('lang="ar" dir="rtl">تذكير &lt;b&gt;</h2>');
  expect(text).toContain('<a href="https://press.example/article?a=1&amp;b=2">');
});

test('programs get the letters as JSON', async () => {
  const { body } = await ask('/sandbox/outbox').set('Accept', 'application/json').expect(200);
  expect(body.data).toMatchObject([{ id: 'letter:1', to: 'reader@example.org' }]);
});

test('a letter shows as its reader sees it, and runs no script', async () => {
  const answer = await ask('/sandbox/outbox/letter:1').expect(200);
  expect(answer.text).toBe('<p>اقرأ</p>');
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  await ask('/sandbox/outbox/letter:2').expect(404);
});

test('there is no outbox where real money is taken: mail goes to the server, or nowhere', () => {
  const production = {
    DATABASE_URL: 'postgres://localhost/x',
    APP_SECRET: 'x'.repeat(32),
    STRIPE_SECRET_KEY: 'sk_test_123456789',
    STRIPE_WEBHOOK_SECRETS: 'whsec_12345678',
  };
  const kindFor = (variables: Record<string, string>) =>
    createMailer({ config: readConfig(variables), db: opened.db, clock, secrets }).kind;
  const mail = { SMTP_URL: 'smtp://mail', MAIL_FROM: 'a@b.example' };
  expect(kindFor(production)).toBe('none');
  expect(kindFor({ ...production, ...mail })).toBe('smtp');
  expect(kindFor({})).toBe('outbox');
  expect(kindFor(mail)).toBe('smtp');
});

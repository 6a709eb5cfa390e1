import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFaults } from '../harness/axe.ts';
import { givenBrowser } from '../harness/browser.ts';
import { givenSupporter } from '../harness/givenSupporter.ts';
import { type MailServer, startMailServer } from '../harness/mailServer.ts';
import { type Service, startService } from '../harness/service.ts';

const article = 'https://www.themoscowtimes.com/article';
const newPage = givenBrowser();
let configDir: string;
let mail: MailServer;
let service: Service;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  configDir = mkdtempSync(join(tmpdir(), 'smallfavor-test-config-'));
  cpSync(join(import.meta.dirname, '../../config'), configDir, { recursive: true });
  const lists = `
barredCountries: [RU]
warnedCountries: { countries: [KZ], text: { ar-JO: قد يُلاحظ تبرعك في بلدك. فكّر في سلامتك أولًا. } }
`;
  appendFileSync(join(configDir, 'publishers/al-manara.yaml'), lists);
  mail = await startMailServer();
  service = await startService(
    'embedded',
    { lettersEveryMs: 100 },
    {
      CONFIG_DIR: configDir,
      COUNTRY_HEADER: 'x-country',
      SMTP_URL: mail.url,
      MAIL_FROM: 'Support <support@press.example>',
    },
  );
  page = await newPage();
  await from('NL');
}, 120_000);
afterAll(async () => {
  await service?.stop();
  await mail?.stop();
  rmSync(configDir, { recursive: true, force: true });
});

const from = (country: string) => page.context().setExtraHTTPHeaders({ 'X-Country': country });

/** Judges the page as it stands: on a phone in the light, and by what differs there, on a desk in the dark. */
async function judge(what: string): Promise<void> {
  for (const [width, colorScheme, rules] of [
    [390, 'light', undefined],
    [1280, 'dark', ['color-contrast', 'target-size', 'link-in-text-block']],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const spills = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (spills) faults.push(`${what}, ${width}: is wider than the screen`);
    faults.push(
      ...(await axeFaults(page, { ...(rules && { rules }) })).map(
        (one) => `${what}, ${colorScheme}: ${one}`,
      ),
    );
    // A link or button that touches the one above it is pressed by mistake.
    const tight = await page.evaluate(() =>
      [...document.querySelectorAll('main :is(a, button)')]
        .map((one) => one.getBoundingClientRect())
        .filter(({ height }) => height > 0)
        .some(
          (box, i, all) =>
            i > 0 && box.top >= all[i - 1]!.bottom && box.top - all[i - 1]!.bottom < 8,
        ),
    );
    if (tight) faults.push(`${what}, ${width}: two things to press stand closer than 8 px`);
  }
}
const open = async (path: string, what: string, status = 200) => {
  const answer = await page.goto(path.startsWith('http') ? path : `${service.url}${path}`);
  expect(answer!.status(), what).toBe(status);
  await judge(what);
};
const press = async (name: string, what: string) => {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).click()]);
  await judge(what);
};
/** A link of a letter, once that has come. */
async function linkIn(words: RegExp, path: string): Promise<string> {
  const found = () => mail.received.find(({ parsed }) => words.test(parsed.text ?? ''));
  await expect.poll(found, { timeout: 60_000 }).toBeDefined();
  return new RegExp(`${service.url}/${path}/[\\w.-]+`).exec(found()!.parsed.text!)![0];
}

test('the page of its own has no fault: asking, refusing, warning, thanking', async () => {
  await open('/moscow-times', 'own page');
  await page.locator('.choice:visible', { hasText: 'Other amount' }).click();
  await press('Continue', 'own page with faults');
  expect(await page.getByRole('alert').count()).toBe(1);
  await open('/moscow-times?thanks', 'thanks');
  await open('/al-manara', 'own page, Arabic');
  await from('KZ');
  await open('/al-manara', 'own page, warned');
  expect(await page.locator('#warning').isVisible()).toBe(true);
  await from('RU');
  await open('/al-manara', 'own page, barred');
  expect(await page.locator('form').count()).toBe(0);
  await from('NL');
  expect(faults.splice(0)).toEqual([]);
}, 120_000);

test('the page of a gift has no fault: running, changed, paused, cancelled, given once, its statements', async () => {
  await givenSupporter(service, { amount: 700, locale: 'en' });
  const gift = await linkIn(/\$7 per month/, 'gifts');
  await open(gift, 'gift');
  await page.getByRole('textbox').fill('1');
  await press('Change the amount', 'gift with a fault');
  expect(await page.getByRole('textbox').inputValue()).toBe('1');
  await press('Pause', 'gift, paused');
  await press('Resume', 'gift, resumed');
  await press('Cancel my gift', 'gift, asked whether to cancel');
  await press('Yes, cancel it', 'gift, cancelled');
  await press('Do not cancel', 'gift, going on');
  const set = (status: string) =>
    service.stores.db.query('update gift set status = $1 where amount = 700', [status]);
  await set('past_due');
  await open(gift, 'gift, failing');
  expect(await page.getByRole('status').textContent()).toBe('The last payment failed.');
  await set('ended');
  await open(gift, 'gift, ended');
  expect(await page.getByRole('button').count()).toBe(1);
  const year = new Date().getFullYear();
  await open(`${gift}/${year}`, 'statement');
  await open(`${gift}/${year - 5}`, 'statement of another year', 404);
  await givenSupporter(service, { frequency: 'once', amount: 1300, locale: 'en' });
  await open(await linkIn(/\$13 once/, 'gifts'), 'gift, given once');
  await open(`${gift.slice(0, -1)}!`, 'gift of a broken link', 404);
  expect(await page.getByRole('heading').textContent()).toBe('There is a problem');
  expect(faults.splice(0)).toEqual([]);
}, 180_000);

test('the page that explains a charge has no fault: empty, wrong, found, cancelled, asked back', async () => {
  await givenSupporter(service, { amount: 900 });
  const today = new Date().toISOString().slice(0, 10);
  const search = async (amount: string, what: string) => {
    await page.goto(`${service.url}/moscow-times/charge`);
    await page.locator('#amount').fill(amount);
    await page.locator('#day').fill(today);
    await page.locator('#last4').fill('4242');
    await press('Find the charge', what);
  };
  await open('/moscow-times/charge', 'charge');
  await press('Find the charge', 'charge with faults');
  await search('77', 'charge not found');
  await search('9', 'charge found');
  await press('Cancel my gift', 'charge of a cancelled gift');
  await press('Ask for the money back', 'charge asked back');
  await open('/al-manara/charge', 'charge, Arabic');
  expect(faults.splice(0)).toEqual([]);
}, 120_000);

test('signing in by a mailed link has no fault, used up neither', async () => {
  await fetch(`${service.url}/v1/publishers/moscow-times/sign-ins`, {
    method: 'POST',
    body: new URLSearchParams({ email: 'reader@example.org', returnUrl: article, locale: 'en' }),
  });
  const url = await linkIn(/This link signs you in/, 'sign-in');
  await open(url, 'sign-in');
  await fetch(url, { method: 'POST', redirect: 'manual' });
  await open(url, 'sign-in, used', 404);
  expect(await page.locator('.lead').textContent()).toContain('This link was used already');
  expect((await fetch(url)).headers.get('content-type')).toContain('problem+json');
  expect(faults.splice(0)).toEqual([]);
}, 120_000);

/** Gets the letter of a reminder, and wants no other. */
async function refuseByLetter(article: string): Promise<void> {
  const body = { email: 'never@example.org', on: 'P1D', consent: 'true', locale: 'ar', article };
  const reminders = `${service.url}/v1/publishers/al-manara/reminders`;
  await fetch(reminders, { method: 'POST', body: new URLSearchParams(body) });
  await service.stores.db.query("update post set due_at = now() where kind = 'reminder'");
  await open(await linkIn(/smallfavor=later/, 'reminders'), 'reminder that was sent');
  await Promise.all([page.waitForNavigation(), page.locator('[value=refuse]').click()]);
  await judge('reminder, no other wanted');
  expect(await page.locator('[value=refuse]').count()).toBe(0);
}

test.each([
  ['moscow-times', article],
  ['al-manara', 'https://www.al-manara.example/article'],
])(
  'the page of a reminder of %s has no fault: waiting, moved wrongly, cancelled, gone',
  async (publisher, article) => {
    const answer = await fetch(`${service.url}/v1/publishers/${publisher}/reminders`, {
      method: 'POST',
      body: new URLSearchParams({
        email: 'later@example.org',
        on: 'P30D',
        consent: 'true',
        article,
      }),
    });
    const { url } = (await answer.json()) as { url: string };
    await open(url, `reminder of ${publisher}`);
    await page
      .locator('form')
      .first()
      .evaluate((form: HTMLFormElement) => (form.noValidate = true));
    await page.locator('#on').fill('2019-01-01');
    await Promise.all([page.waitForNavigation(), page.locator('[value=move]').click()]);
    await judge(`reminder of ${publisher} with a fault`);
    await Promise.all([page.waitForNavigation(), page.locator('[value=cancel]').click()]);
    await judge(`reminder of ${publisher}, cancelled`);
    if (publisher === 'al-manara') await refuseByLetter(article);
    await open('/reminders/none', 'reminder that is none', 404);
    expect(faults.splice(0)).toEqual([]);
  },
  120_000,
);

test('the page of the API has no fault, runs nothing, and leads to every operation and shape it names', async () => {
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  expect((await page.goto(`${service.url}/docs`))!.status()).toBe(200);
  expect(complaints).toEqual([]);
  expect(await page.locator('script').count()).toBe(0);
  expect(await page.locator('article pre').count()).toBeGreaterThan(60);
  const dangling = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')]
      .map(({ hash }) => hash.slice(1))
      .filter((id) => !document.getElementById(id)),
  );
  expect(dangling).toEqual([]);
  // One is made like the other: the first two of each section are judged.
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('article:nth-of-type(n + 3)')) one.remove();
    for (const one of document.querySelectorAll('nav ul ul li:nth-child(n + 3)')) one.remove();
  });
  await judge('API');
  expect(faults.splice(0)).toEqual([]);
}, 120_000);

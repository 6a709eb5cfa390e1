import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPublishers } from '../../src/ground/readPublishers.ts';
import { createStripeAccounts } from '../../src/ground/stripeAccounts.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { givenSupporter } from '../harness/givenSupporter.ts';
import { type MailServer, type ReceivedMail, startMailServer } from '../harness/mailServer.ts';
import { type Service, startService } from '../harness/service.ts';

// Some gifts, and a year of a clock that the service and Stripe's stand-in share.
const clock = fakeClock('2026-11-24T12:00:00Z');
const article = 'https://www.themoscowtimes.com/article';
const email = 'reader@example.org';
let service: Service;
let mail: MailServer;
beforeAll(async () => {
  mail = await startMailServer();
  const smtp = { SMTP_URL: mail.url, MAIL_FROM: 'Support <support@press.example>' };
  service = await startService('embedded', { clock, lettersEveryMs: 100 }, smtp);
}, 120_000);
afterAll(async () => {
  await service?.stop();
  await mail.stop();
});

const letters = (words: string): ReceivedMail[] =>
  mail.received.filter(({ parsed }) => parsed.text?.includes(words));
async function letterWith(words: string): Promise<ReceivedMail> {
  await expect.poll(() => letters(words).length, { timeout: 60_000, interval: 200 }).toBe(1);
  return letters(words)[0]!;
}
async function events(type: string): Promise<number> {
  const { data } = await service.finance<{ data: unknown[] }>(`events?type=${type}`);
  return data.length;
}
const linkIn = ({ parsed }: ReceivedMail, path = 'gifts') =>
  new RegExp(`${service.url}/${path}/[\\w.?-]+`).exec(parsed.text!)![0];
const press = (url: string, action?: Record<string, string>) =>
  fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(action ?? {}) });

/** The card with which this account's only monthly gift is paid is refused from now on. */
async function failMonthlyCard(): Promise<void> {
  const publishers = readPublishers(service.config.configDir);
  const { stripe } = createStripeAccounts(service.config, publishers, service.sandboxUrl).of(
    'moscow-times',
  );
  const { data } = await stripe.subscriptions.list({ limit: 10 });
  const monthly = data.find(({ items }) => items.data[0]?.price.recurring?.interval === 'month')!;
  const customer = monthly.customer as string;
  const card = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  await stripe.subscriptions.update(monthly.id, { default_payment_method: card.id });
}

// The clock goes on in the first two: nobody else's gift is to renew meanwhile.
test('a failing card is written of in the reader’s language, once more before the end, and grace ends as the file says', async () => {
  const supporter = await givenSupporter(service, { amount: 900, locale: 'ar' });
  const thanks = await letterWith('شكرًا لك. هذه الرسالة إيصالك أيضًا.');
  expect(thanks.parsed.html).toContain('dir="rtl"');
  expect(thanks.parsed.text).toContain(`${service.url}/moscow-times/charge?locale=ar`);
  await failMonthlyCard();
  clock.advance({ days: 31 });
  // A renewal's invoice is a draft for an hour.
  await expect.poll(() => events('invoice.created'), { timeout: 30_000 }).toBe(2);
  clock.advance({ hours: 2 });
  const receipt = await letterWith('هذه الرسالة إيصالك');
  expect(receipt.parsed.html).toContain('padding:4px 0 4px 24px');
  const first = await letterWith('لم يسمح مصرفك');
  expect(first.parsed.html).toMatch(/lang="ar" dir="rtl"/);
  const { rows } = await service.stores.db.query('select made, next_at from payment_attempt');
  expect(rows).toEqual([{ made: 1, next_at: expect.any(Date) }]);
  // Its link opens without signing in, and leads to where the card is changed.
  const url = linkIn(first);
  expect(await (await fetch(url)).text()).toContain('value="card"');
  const away = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ action: 'card' }),
  });
  expect(away.headers.get('location')).toContain(new URL(service.sandboxUrl).port);
  expect((await supporter.ask('GET', 'gift')).body.supporter).toBe(true);
  clock.advance({ days: 11 });
  await letterWith('آخر محاولة');
  clock.advance({ days: 4 });
  expect((await supporter.ask('GET', 'gift')).body.supporter).toBe(false);
}, 180_000);

test('an annual gift is thanked for, stated year by year, and announced before it renews', async () => {
  await givenSupporter(service, { frequency: 'annual', amount: 6000, locale: 'en' });
  const year = clock.now().getUTCFullYear();
  const url = linkIn(await letterWith('$60 per year'));
  expect(await (await fetch(url)).text()).toContain(`Statement for ${year}`);
  const statement = await (await fetch(`${url}/${year}`)).text();
  expect(statement).toContain(`Gifts in ${year}`);
  expect(statement.match(/\$60/g)).toHaveLength(2);
  expect(statement).toContain('Total (USD)');
  expect((await fetch(`${url}/${year - 1}`)).status).toBe(404);
  clock.advance({ days: 352 });
  const notice = await letterWith('for another year');
  expect(notice.parsed.subject).toBe('Your annual gift to The Moscow Times is about to renew');
  expect(linkIn(notice)).toBe(url);
}, 180_000);

describe('the letter of thanks', () => {
  test('is a receipt, and leads to a page where two presses cancel the gift and one takes it back', async () => {
    const supporter = await givenSupporter(service, { amount: 700, locale: 'en' });
    const letter = await letterWith('$7 per month');
    expect(letter.parsed.text).toContain('This letter is your receipt, too.');
    const url = linkIn(letter);
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
    const url = linkIn(await letterWith('$9 per month'));
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
    const url = linkIn(await letterWith('13\u00a0$ разово'));
    expect(await (await fetch(url)).text()).toMatch(/Дано: [^.]+ г\. Ничего не продлевается/);
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
    const url = linkIn(letters('$7 per month')[0]!);
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
    const letter = await letterWith('This link signs you in');
    // Nothing stands below, so no line is drawn either.
    expect(letter.parsed.text).not.toContain('--');
    const url = linkIn(letter, 'sign-in');
    expect(mail.received.flatMap(({ to }) => to)).not.toContain('stranger@example.org');
    // A scanner looks at it, twice.
    await fetch(url);
    expect(await (await fetch(url)).text()).toContain('<button>Sign in</button>');
    const first = await press(url);
    expect(first.headers.get('location')).toMatch(
      /^https:\/\/www\.themoscowtimes\.com\/article#smallfavor=sin_/,
    );
    expect((await press(url)).status).toBe(404);
    await ask(email);
    const links = () => letters('This link signs you in');
    await expect.poll(() => links().length).toBe(2);
    const late = linkIn(links()[1]!, 'sign-in');
    clock.advance({ minutes: 14 });
    expect((await fetch(late)).status).toBe(200);
    clock.advance({ minutes: 1 });
    expect([(await fetch(late)).status, (await press(late)).status]).toEqual([404, 404]);
    const { rows } = await service.stores.db.query("select facts from post where kind = 'sign-in'");
    expect(rows.every(({ facts }) => JSON.stringify(facts) === '{}')).toBe(true);
  });
});

test('the letter of a reminder leads its reader back to the choices, and nobody else, nor who gives by then', async () => {
  const readers = `${service.url}/v1/publishers/moscow-times`;
  const reader = 'reader-led-back-1';
  const body = new URLSearchParams({ email, on: 'P1D', consent: 'true', article, reader });
  await fetch(`${readers}/reminders`, { method: 'POST', body });
  clock.advance({ days: 2 });
  const { parsed } = await letterWith('You asked us to remind you');
  const [, letter] = /#smallfavor=later\.(\S+)/.exec(parsed.text!)!;
  const isByLetter = async (of: string, signature = letter) => {
    const answer = await fetch(`${readers}/readers/${of}?letter=${signature}`);
    return ((await answer.json()) as { byLetter: boolean }).byLetter;
  };
  await expect.poll(() => isByLetter(reader)).toBe(true);
  expect(await isByLetter('another-reader')).toBe(false);
  expect(await isByLetter(reader, 'forged')).toBe(false);
  await givenSupporter(service, { reader });
  expect(await isByLetter(reader)).toBe(false);
});

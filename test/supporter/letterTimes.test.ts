import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPublishers } from '../../src/ground/readPublishers.ts';
import { createStripeAccounts } from '../../src/ground/stripeAccounts.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { givenSupporter } from '../harness/givenSupporter.ts';
import { type MailServer, type ReceivedMail, startMailServer } from '../harness/mailServer.ts';
import { type Service, startService } from '../harness/service.ts';

// Two gifts, and a year of a clock that the service and Stripe's stand-in share.
const clock = fakeClock('2026-11-24T12:00:00Z');
let service: Service;
let mail: MailServer;
beforeAll(async () => {
  mail = await startMailServer();
  const smtp = { SMTP_URL: mail.url, MAIL_FROM: 'Support <support@press.example>' };
  service = await startService('embedded', { clock }, smtp);
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
const linkIn = ({ parsed }: ReceivedMail) =>
  new RegExp(`${service.url}/gifts/[\\w.-]+`).exec(parsed.text!)![0];

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

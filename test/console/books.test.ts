import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findRefund, storeRefund } from '../../src/giving/refundStore.ts';
import { dayMs, plusMs } from '../../src/ground/clock.ts';
import { createLog } from '../../src/ground/log.ts';
import { orderLetter } from '../../src/ground/post.ts';
import { readPublishers } from '../../src/ground/readPublishers.ts';
import type { Stripe } from '../../src/ground/stripe.ts';
import { createStripeAccounts } from '../../src/ground/stripeAccounts.ts';
import { noteIncident } from '../../src/incidents/store.ts';
import { createRefunds } from '../../src/supporter/refunds.ts';
import { addSnoozeCounts } from '../../src/tally/snoozeTally.ts';
import { saveWatch } from '../../src/webhooks/deliveryWatch.ts';
import { givenBrowser } from '../harness/browser.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { givenSupporter, type Supporter } from '../harness/givenSupporter.ts';
import { type Service, startService } from '../harness/service.ts';
import { byKeyboard } from './byKeyboard.ts';
import {
  browserOf,
  type ConsoleBrowser,
  codeOf,
  goodPassword,
  inviteOf,
  secretIn,
  signedIn,
} from './givenConsole.ts';
import { pageFaults } from './pageFaults.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });
const patiently = { timeout: 60_000, interval: 200 };

const openPage = givenBrowser();
const clock = fakeClock();
let service: Service;
let finance: ConsoleBrowser;
let viewer: ConsoleBrowser;
let monthly: Supporter;
let once: Supporter;

const giftOf = ({ checkout }: Supporter) => `gft_${checkout.slice(4)}`;
const events = async (query: string) =>
  (
    await service.finance<{ data: { id: string; status: string; amount: number | null }[] }>(
      `events?${query}`,
    )
  ).data;
const payouts = async () =>
  (await service.finance<{ data: { id: string; reconciled: boolean }[] }>('payouts')).data;
const stripe = async <T>(path: string): Promise<T> => {
  const headers = { Authorization: 'Bearer sk_test_sandbox_moscow_times' };
  return (await (await fetch(`${service.sandboxUrl}/v1/${path}`, { headers })).json()) as T;
};
const setFaults = (faults: object) =>
  fetch(`${service.sandboxUrl}/sandbox/faults`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(faults),
  });
const cellsOf = (page: string, id: string) =>
  page
    .split('<tr')
    .slice(1)
    .find((row) => row.includes(id))
    ?.replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

beforeAll(async () => {
  service = await startService('servers', { clock });
  monthly = await givenSupporter(service, { amount: 500 });
  once = await givenSupporter(service, { frequency: 'once', amount: 1500 });
  await vi.waitUntil(async () => (await events('status=received')).length === 0, patiently);
  for (const days of [4, 3]) {
    clock.advance({ days });
    // The sandbox pays out at midnight, and looks at the time every few seconds.
    await vi.waitUntil(async () => (await payouts()).length > 0, patiently);
  }
  await vi.waitUntil(async () => (await payouts()).some((one) => one.reconciled), patiently);
  const snoozed = { publisher: 'moscow-times', day: '2026-09-01', event: 'snoozed' } as const;
  await addSnoozeCounts(service.stores.db, [
    { ...snoozed, days: 30, count: 8 },
    { ...snoozed, days: 30, count: 6, event: 'returned' },
    { ...snoozed, days: 200, count: 3 },
    { ...snoozed, day: '2025-01-01', days: 30, count: 50 },
  ]);
  finance = (await signedIn(service, 'finance', undefined, clock)).browser;
  viewer = (await signedIn(service, 'viewer', undefined, clock)).browser;
});
afterAll(() => service?.stop());

test('every page is without fault for axe, light and dark, wide and narrow, and speaks to its reader', async () => {
  const admin = (await signedIn(service, 'admin', 'walker', clock)).browser;
  const page = await openPage({ locale: 'de-DE', timezoneId: 'Asia/Tokyo' });
  const [name, value] = admin.cookie().split('=') as [string, string];
  await page.context().addCookies([{ name, value, url: service.url }]);
  await page.goto(`${service.url}/console`);
  // The browser's own zone, once it has said which; and its way to write dates, under texts that are English.
  await page.getByText('Times are in Asia/Tokyo').waitFor();
  await page.goto(`${service.url}/console/gifts`);
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  expect(await page.locator('time').first().textContent()).toBe('24.11.2026');
  expect(await page.locator('time').first().getAttribute('lang')).toBe('de-DE');
  await page.keyboard.press('Tab');
  expect(await page.locator(':focus').textContent()).toBe('Skip to the content');
  const [event] = await events('type=payment_intent.succeeded');
  const [payout] = await payouts();
  const paths = [
    '',
    '/events?limit=5',
    '/events?status=failed',
    `/events/${event!.id}`,
    '/events/evt_none',
    '/gifts?amount=lots',
    `/gifts/${giftOf(once)}`,
    '/refunds',
    '/matters',
    '/ledger',
    '/ledger/journal?limit=5',
    '/ledger/accounts/fees?limit=5',
    '/payouts',
    `/payouts/${payout!.id}`,
    '/month',
    '/month?month=2024-01',
    '/staff',
    '/audit?check=all&limit=5',
    '/account',
  ];
  const faults: string[] = [];
  for (const path of paths) {
    await page.goto(`${service.url}/console${path}`);
    faults.push(...(await pageFaults(page, path)));
    // On paper there is nothing to press, to fill in, or to go on to.
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const toUse = page.locator('header, nav, button, input, textarea, summary, .busy, select');
    const left = await toUse
      .filter({ visible: true })
      .evaluateAll((all) => all.map((one) => one.outerHTML));
    faults.push(...left.map((one) => `${path} prints ${one}`));
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    if (ground !== 'rgb(255, 255, 255)') faults.push(`${path} prints on ${ground}`);
    await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  }
  expect(faults).toEqual([]);
  await page.goto(`${service.url}/console/events`);
  await page.evaluate(() => addEventListener('submit', (event) => event.preventDefault()));
  await page.locator('form.filter button').click();
  await expect.poll(() => page.locator('[role=status].busy').textContent()).toBe('Working…');
  expect(await page.locator('[aria-busy=true]').count()).toBe(1);
}, 240_000);

test('so is what answers a form, and what comes before the sign-in and when something is wrong', async () => {
  const stranger = browserOf(service);
  const welcome = new URL(
    (await inviteOf(service, clock).add({ name: 'newcomer', role: 'viewer' }, '<command>'))!.url,
  ).pathname;
  const enrolment = await stranger.read(welcome);
  const chosen = { password: goodPassword, again: goodPassword };
  const code = codeOf(secretIn(enrolment), clock.now());
  const { data } = await stripe<Stripe.ApiList<Stripe.Charge>>('charges?limit=1');
  const refund = { charge: data[0]!.id, amount: '1.00', reason: 'a test', key: 'frm_x' };
  const some = (await events('status=done')).slice(0, 3).map(({ id }) => ['event', id] as const);
  const csrf = /name="csrf" value="([^"]+)"/.exec(await finance.read('/console/account'))![1]!;
  const picked = new URLSearchParams([['csrf', csrf], ...some.map((one) => [...one])]);
  const gift = `/console/gifts/${giftOf(once)}`;
  const shown: Record<string, string> = {};
  const statuses: Record<string, [wanted: number, was: number]> = {};
  const show = async (name: string, wanted: number, answer: Promise<Response>) => {
    const { status } = await answer;
    statuses[name] = [wanted, status];
    shown[name] = await (await answer).text();
  };
  await show('sign-in', 200, stranger.get('/console/sign-in?failed=silent'));
  await show('sign-in wrong', 401, stranger.post('/console/sign-in', { name: 'nobody' }));
  await show('welcome', 200, stranger.get(welcome));
  await show('welcome faults', 400, stranger.post(welcome, { password: 'short', again: 'x' }));
  await show('recovery codes', 200, stranger.post(welcome, { ...chosen, code }));
  await show('link over', 404, browserOf(service).get(welcome));
  await show('rehearsal', 200, finance.post('/console/events/rehearsals', picked));
  await show('nothing picked', 400, finance.send('/console/events/attempts'));
  await show('forbidden', 403, viewer.get('/console/staff'));
  await show('not found', 404, viewer.get('/console/nowhere'));
  await show(
    'conflict',
    409,
    finance.send('/console/matters/999999/settlement', { reason: 'no matter' }),
  );
  await show('form too old', 403, finance.post(`${gift}/refunds`, refund));
  await show('refund faults', 400, finance.send(`${gift}/refunds`, { ...refund, amount: 'lots' }));
  const news = { publisher: 'moscow-times', readAt: clock.now() };
  const about = ['movement_differs', 'dispute'] as const;
  const note = (isOpen: boolean) =>
    Promise.all(
      about.map((kind) =>
        noteIncident(service.stores.db, {
          ...news,
          kind,
          isOpen,
          subject: `of_${kind}`,
          giftId: giftOf(once),
          detail: { amount: 1500, ours: { net: 1426, fee: 74 } },
        }),
      ),
    );
  await note(true);
  await show('matters', 200, finance.get('/console/matters'));
  await show('overview with matters', 200, finance.get('/console'));
  await show('gift with matters', 200, finance.get(gift));
  await note(false);
  await setFaults({ api: { status: 500 } });
  await show('stripe fails', 503, viewer.get('/console/gifts?amount=15&lastFour=4242'));
  await show('gift without stripe', 200, finance.get(gift));
  await setFaults({});
  await show('signed out', 200, stranger.send('/console/sign-out'));
  for (const [name, [wanted, was]] of Object.entries(statuses))
    expect([name, was]).toEqual([name, wanted]);
  const page = await openPage();
  const faults: string[] = [];
  for (const [name, text] of Object.entries(shown)) {
    await page.setContent(text);
    faults.push(...(await pageFaults(page, name)));
  }
  expect(faults).toEqual([]);
}, 240_000);

test('the overview says for how long readers put the appeal off, and how many came back', async () => {
  const page = await viewer.read('/console');
  expect(cellsOf(page, '8 to 31 days')).toMatch(/8 to 31 days 8 8 6 75%/);
  expect(cellsOf(page, '184 to 365 days')).toMatch(/184 to 365 days 3 0 0 –/);
  expect(await viewer.read('/console?publisher=al-manara')).not.toContain('to 31 days');
});

test('a payout shows what Stripe says beside what we say, line by line', async () => {
  const { id } = (await payouts()).find((one) => one.reconciled)!;
  expect(await viewer.read('/console/payouts')).toContain('every cent explained');
  const page = await viewer.read(`/console/payouts/${id}`);
  const charges = (
    await stripe<Stripe.ApiList<Stripe.BalanceTransaction>>(
      `balance_transactions?payout=${id}&type=charge`,
    )
  ).data;
  expect(charges.length).toBeGreaterThan(0);
  for (const { id: source, net } of charges) {
    const said = cellsOf(page, source)!;
    const shown = `$${(net / 100).toFixed(2)}`;
    expect(said.split(shown).length - 1).toBe(2);
    expect(said).toContain('the same');
  }
  expect(page).toContain('No line differs.');
  expect(await (await viewer.get(`/console/payouts/${id}.csv`)).text()).toContain('explained');
});

test('a line that differs is named, and its payout is no longer called reconciled', async () => {
  const { id } = (await payouts()).find((one) => one.reconciled)!;
  const lines = (
    await service.finance<{ lines: { source: string; kind: string }[] }>(`payouts/${id}`)
  ).lines;
  const { source } = lines.find(({ kind }) => kind === 'charge')!;
  // The ledger lets nobody: only who goes behind its back.
  await service.stores.db.script(`
    alter table entry disable trigger entry_stays;
    update entry e set amount = e.amount + case when e.account = 'stripe_balance' then 7 else -7 end
      from transfer t where t.id = e.transfer_id and t.source = '${source}' and (e.account = 'stripe_balance' or e.account like 'gifts:%');
    alter table entry enable trigger entry_stays;`);
  const done = await finance.send(`/console/payouts/${id}/checks`);
  expect(done.status).toBe(303);
  const page = await finance.read(done.headers.get('location')!);
  expect(cellsOf(page, source)).toContain('differs by -$0.07');
  expect(page).toContain('not explained: -$0.07');
  expect(page).toContain('A payout does not reconcile');
  expect(await finance.read('/console/payouts?reconciled=no')).toContain(id);
  expect(await finance.read(`/console/audit?subject=${id}`)).toContain(
    'a payout was reconciled again',
  );
  await service.stores.db.script(`
    alter table entry disable trigger entry_stays;
    update entry e set amount = e.amount - case when e.account = 'stripe_balance' then 7 else -7 end
      from transfer t where t.id = e.transfer_id and t.source = '${source}' and (e.account = 'stripe_balance' or e.account like 'gifts:%');
    alter table entry enable trigger entry_stays;`);
  await finance.send(`/console/payouts/${id}/checks`);
  expect(await finance.read(`/console/payouts/${id}`)).toContain('every cent explained');
});

test('events are found by type, day, amount, customer, and any id that they name', async () => {
  const [invoice] = await events('type=invoice.paid');
  const [paid] = await events('type=payment_intent.succeeded');
  const listed = async (query: string) => viewer.read(`/console/events?${query}`);
  expect(await listed('amount=5.00')).toContain(invoice!.id);
  expect(await listed('amount=5,00&currency=usd')).toContain(invoice!.id);
  expect(await listed('amount=15')).not.toContain(invoice!.id);
  expect(await listed('amount=15')).toContain(paid!.id);
  expect(await listed('from=2026-11-24&until=2026-11-24')).toContain(invoice!.id);
  expect(await listed('from=2026-11-27&type=invoice.paid')).toContain('Nothing matches');
  const gift = await service.finance<{ customerId: string; subscriptionId: string }>(
    `gifts/${giftOf(monthly)}`,
  );
  expect(await listed(`customer=${gift.customerId}`)).toContain(invoice!.id);
  expect(await listed(`text=${gift.subscriptionId}`)).toContain(invoice!.id);
  expect(await listed(`text=${monthly.checkout}`)).toContain(invoice!.id);
  expect(await listed(`text=${invoice!.id}`)).toContain(invoice!.id);
  expect(await listed(`text=${gift.subscriptionId}`)).not.toContain(paid!.id);
  expect((await viewer.get('/console/events?amount=lots')).status).toBe(400);
});

test('an event shows its body, its attempts, and all that it changed', async () => {
  const payment = (await events('type=payment_intent.succeeded')).find(
    ({ amount }) => amount === 1500,
  );
  const page = await viewer.read(`/console/events/${payment!.id}`);
  expect(page).toContain('&quot;type&quot;: &quot;payment_intent.succeeded&quot;');
  const { rows } = await service.stores.db.query<{
    event_id: string;
    changes: { kind: string; id: string }[];
  }>("select event_id, changes from event_attempt where outcome = 'done'");
  // Of several events that tell of one payment, whichever came first wrote it.
  const first = rows.find(({ changes }) => changes.some(({ kind }) => kind === 'transfer'))!;
  const told = await viewer.read(`/console/events/${first.event_id}`);
  const changes = told.slice(told.indexOf('What it changed'), told.indexOf('Attempts</h2>'));
  for (const { id } of first.changes) expect(changes).toContain(id);
  expect(changes).toContain('stripe_balance');
  const written = rows.flatMap((row) => row.changes);
  // Every gift and every transfer was written by one event, and by one alone.
  const booked = await service.finance<{ data: { source: string; kind: string }[] }>(
    'transfers?limit=200',
  );
  for (const { source } of booked.data)
    expect(
      written.filter((one) => one.kind === 'transfer' && one.id === source).length,
    ).toBeLessThanOrEqual(1);
  expect(written.filter((one) => one.kind === 'transfer').length).toBeGreaterThan(2);
  // A gift may have been written before its event came, by the reader's way back from the payment page.
  const gifts = written.filter((one) => one.kind === 'gift').map(({ id }) => id);
  expect([giftOf(monthly), giftOf(once)]).toEqual(expect.arrayContaining([...new Set(gifts)]));
});

test('a dry run shows what would change and changes nothing; then many are worked again', async () => {
  const gift = giftOf(monthly);
  const known = await service.stores.db.query(
    "update gift set status = 'past_due' where id = $1 returning id",
    [gift],
  );
  expect(known.rowCount).toBe(1);
  const picked = await events('type=customer.subscription.created');
  const page = await (
    await finance.send('/console/events/rehearsals', { event: picked[0]!.id }, '/console/events')
  ).text();
  expect(page).toContain('status past_due → active');
  const status = async () => (await service.finance<{ status: string }>(`gifts/${gift}`)).status;
  expect(await status()).toBe('past_due');
  const all = await (
    await finance.send(
      '/console/events/rehearsals',
      { which: 'all', filter: 'type=customer.subscription.created' },
      '/console/events',
    )
  ).text();
  expect(all).toContain(picked[0]!.id);
  expect(all).toContain('Process again: 1');
  expect(all.indexOf('1 / 1')).toBeLessThan(all.indexOf('Process again: 1'));
  const none = { event: 'evt_none' };
  expect((await finance.send('/console/events/rehearsals', none)).status).toBe(404);
  const done = await finance.send(
    '/console/events/attempts',
    { event: picked[0]!.id },
    '/console/events',
  );
  expect(done.headers.get('location')).toBe('/console/events?done=1-0');
  await expect.poll(status, patiently).toBe('active');
  expect(await finance.read(`/console/audit?subject=${picked[0]!.id}`)).toContain(
    'back in the queue',
  );
  expect((await finance.send('/console/events/attempts', {}, '/console/events')).status).toBe(400);
  expect((await viewer.send('/console/events/rehearsals', { event: picked[0]!.id })).status).toBe(
    403,
  );
});

test('the ledger shows every account on any day, and debits equal credits', async () => {
  const page = await viewer.read('/console/ledger');
  expect(page).toContain('Debits and credits are equal.');
  expect(await viewer.read('/console/ledger?day=2026-11-20')).toContain('No money has moved yet');
  const account = await viewer.read(
    '/console/ledger/accounts/gifts:once?from=2026-11-01&until=2026-11-30',
  );
  expect(cellsOf(account, 'USD')).toContain('$0.00 $0.00 $15.00 -$15.00');
  expect((await viewer.get('/console/ledger/accounts/none')).status).toBe(404);
  const month = await (await viewer.get('/console/month.csv?month=2026-11')).text();
  const figure = (name: string) => Number(new RegExp(`usd,${name},(-?\\d+)`).exec(month)![1]);
  expect(figure('payouts')).toBeGreaterThan(0);
  expect(figure('closing') - figure('opening')).toBe(figure('net') - figure('payouts'));
  const csv = await (await viewer.get('/console/ledger/journal.csv?account=gifts:once')).text();
  expect(csv.split('\r\n')[0]).toBe('id,source,publisher,kind,gift,at,account,currency,amount');
  expect(csv).toContain(',gifts:once,usd,-1500');
  expect(await finance.read('/console/audit?subject=transfers')).toContain('taken out as CSV');
});

const keyIn = (page: string) => /name="key" value="(frm_[^"]+)"/.exec(page)![1]!;
const audited = (about: string) => finance.read(`/console/audit?subject=${about}`);

test('a gift is found by amount, day and the last four digits, which are asked of Stripe', async () => {
  const gift = giftOf(once);
  const found = async (query: string) => viewer.read(`/console/gifts?${query}`);
  expect(await found('amount=15&from=2026-11-24&until=2026-11-24&lastFour=4242')).toContain(gift);
  expect(await found('amount=15&from=2026-11-24&lastFour=0002')).toContain('Nothing matches');
  expect(await found('amount=15&from=2026-11-26')).toContain('Nothing matches');
  expect(await found('amount=5')).not.toContain(gift);
  expect((await viewer.get('/console/gifts?lastFour=4242')).status).toBe(400);
  expect((await viewer.get('/console/gifts?lastFour=42')).status).toBe(400);
});

test('a small refund is made once, however often its form is sent, and booked by Stripe’s news', async () => {
  const gift = giftOf(once);
  const page = await finance.read(`/console/gifts/${gift}`);
  expect(page).toContain('•••• 4242');
  const charge = /name="charge" value="([^"]+)"/.exec(page)![1]!;
  const form = { charge, amount: '4.00', reason: '=дано дважды', key: keyIn(page) };
  const path = `/console/gifts/${gift}/refunds`;
  expect((await viewer.send(path, form)).status).toBe(403);
  expect((await finance.send(path, { ...form, reason: '' })).status).toBe(400);
  expect((await finance.send(path, { ...form, amount: '400' })).status).toBe(400);
  const answers = await Promise.all([finance.send(path, form), finance.send(path, form)]);
  for (const answer of answers) expect(answer.headers.get('location')).toContain('done=refunded');
  const made = await stripe<Stripe.ApiList<Stripe.Refund>>(`refunds?charge=${charge}`);
  expect(made.data.map(({ amount }) => amount)).toEqual([400]);
  await expect
    .poll(async () => finance.read(`/console/gifts/${gift}`), patiently)
    .toContain('refunds $4.00');
  expect(await audited(gift)).toContain('money was given back');
  const file = Buffer.from(await (await viewer.get('/console/refunds.csv')).arrayBuffer());
  // Marked as UTF-8, without which a spreadsheet shows other letters; and no cell is a formula.
  expect(file.subarray(0, 6).toString('hex')).toBe(Buffer.from('\ufeffid,').toString('hex'));
  expect(file.toString()).toMatch(
    new RegExp(`${gift},moscow-times,${charge},400,usd,'=дано дважды,sent,finance-person,`),
  );
});

test('a refund whose process died is made afterwards, once; one that waited a week ends', async () => {
  const gift = giftOf(once);
  const page = await finance.read(`/console/gifts/${gift}`);
  const charge = /name="charge" value="([^"]+)"/.exec(page)![1]!;
  const { db } = service.stores;
  const common = { giftId: gift, publisher: 'moscow-times', chargeId: charge, amount: 100 };
  const asked = { currency: 'usd', reason: 'a test', askedAt: clock.now() };
  const { rows } = await db.query<{ id: string }>('select id from staff limit 1');
  const kept = { ...common, ...asked, askedBy: rows[0]!.id, expiresAt: clock.now() };
  await storeRefund(db, { ...kept, id: 'rfr_died', formKey: 'died', status: 'agreed' });
  await storeRefund(db, { ...kept, id: 'rfr_late', formKey: 'late', status: 'waiting' });
  const publishers = readPublishers(service.config.configDir);
  const accounts = createStripeAccounts(service.config, publishers, service.sandboxUrl);
  const log = createLog('silent');
  const refunds = createRefunds({ db, clock, accounts, publishers, log });
  await Promise.all([refunds.resume(), refunds.resume()]);
  await refunds.resume();
  const { data } = await stripe<Stripe.ApiList<Stripe.Refund>>(`refunds?charge=${charge}`);
  expect(data.filter(({ metadata }) => metadata?.smallfavor_refund === 'rfr_died').length).toBe(1);
  expect((await findRefund(db, 'rfr_died'))!.status).toBe('sent');
  expect((await findRefund(db, 'rfr_late'))!.status).toBe('expired');
  expect(await audited(gift)).toContain('a refund waited too long');
});

test('a refund above the limit waits for a second person, who is not the first', async () => {
  const large = await givenSupporter(service, { frequency: 'once', amount: 9000 });
  const gift = giftOf(large);
  await expect
    .poll(async () => finance.read(`/console/gifts/${gift}`), patiently)
    .toContain('name="charge"');
  const order = async () => {
    const page = await finance.read(`/console/gifts/${gift}`);
    const charge = /name="charge" value="([^"]+)"/.exec(page)![1]!;
    const form = { charge, amount: '60', reason: 'asked by letter', key: keyIn(page) };
    const done = await finance.send(`/console/gifts/${gift}/refunds`, form);
    expect(done.headers.get('location')).toContain('done=waits');
    return /\/console\/refunds\/(rfr_[^/"]+)\/withdraw/.exec(
      await finance.read('/console/refunds'),
    )![1]!;
  };
  const { browser: second, staffId } = await signedIn(service, 'finance', 'second', clock);
  const withdrawn = await order();
  expect(await finance.read('/console')).toContain('Refunds that wait for a second person: 1');
  const own = await finance.send(`/console/refunds/${withdrawn}/agree`);
  expect([own.status, await own.text()]).toEqual([409, expect.stringContaining('another person')]);
  expect((await finance.send(`/console/refunds/${withdrawn}/withdraw`)).status).toBe(303);
  expect((await second.send(`/console/refunds/${withdrawn}/agree`)).status).toBe(409);
  const agreed = await order();
  expect((await second.send(`/console/refunds/${agreed}/agree`)).status).toBe(303);
  expect((await second.send(`/console/refunds/${agreed}/decline`)).status).toBe(409);
  await expect
    .poll(async () => finance.read(`/console/gifts/${gift}`), patiently)
    .toMatch(/Events<[\s\S]*refund\.created/);
  await expect
    .poll(async () => finance.read(`/console/gifts/${gift}`), patiently)
    .toContain('refunds $60.00');
  const story = await audited(gift);
  for (const act of ['was ordered', 'withdrawn', 'a second person agreed', 'money was given back'])
    expect(story).toContain(act);
  const lines = (query: string) => finance.read(`/console/audit?act=refund_agreed&${query}`);
  expect(cellsOf(await lines(`actor=${staffId}`), gift)).toContain(agreed);
  expect(await lines('actor=<command>')).toContain('Nothing matches');
  expect(await lines('until=2026-11-23')).toContain('Nothing matches');
});

test('two pairs of eyes are not there when one has lost its right meanwhile', async () => {
  const { db } = service.stores;
  const asker = await signedIn(service, 'finance', 'leaver', clock);
  const second = (await signedIn(service, 'finance', 'stays', clock)).browser;
  const kept = { giftId: giftOf(once), publisher: 'moscow-times', chargeId: 'ch_x', amount: 9000 };
  const now = clock.now();
  const asked = { currency: 'usd', reason: 'a test', askedAt: now, expiresAt: plusMs(now, dayMs) };
  const by = { askedBy: asker.staffId, formKey: 'leaver', status: 'waiting' } as const;
  await storeRefund(db, { ...kept, ...asked, ...by, id: 'rfr_leaver' });
  expect(await second.read('/console/refunds?status=waiting')).toContain('rfr_leaver/agree');
  await db.query("update staff set role = 'viewer' where id = $1", [asker.staffId]);
  const page = await second.read('/console/refunds?status=waiting');
  expect(page).toContain('no longer of finance');
  expect(page).not.toContain('rfr_leaver/agree');
  expect((await second.send('/console/refunds/rfr_leaver/agree')).status).toBe(409);
  const done = await second.send('/console/refunds/rfr_leaver/decline');
  expect(await second.read(done.headers.get('location')!)).toContain('Nothing was given back');
  expect(await second.read('/console/refunds?status=waiting')).not.toContain('rfr_leaver');
});

test('a recurring gift is ended later, let go on, and ended at once', async () => {
  const gift = giftOf(monthly);
  const end = async (when: string) =>
    finance.read(
      (await finance.send(`/console/gifts/${gift}/end`, { when })).headers.get('location')!,
    );
  expect(await end('later')).toContain('will end when what is paid is over');
  expect(await end('never')).toContain('The gift goes on.');
  const { status } = await service.finance<{ status: string }>(`gifts/${gift}`);
  expect(status).toBe('active');
  expect(await end('now')).toContain('The gift has ended.');
  expect(await audited(gift)).toContain('a recurring gift was ended');
});

test('a link is mailed once, or shown; and a person is erased by who may, and has typed it', async () => {
  const gift = giftOf(once);
  const key = keyIn(await finance.read(`/console/gifts/${gift}`));
  for (let i = 0; i < 2; i += 1)
    await finance.send(`/console/gifts/${gift}/link`, { how: 'mail', key });
  await expect
    .poll(async () => finance.read(`/console/gifts/${gift}`), patiently)
    .toMatch(/manage<\/th>[\s\S]*sent/);
  const letters = await service.stores.db.query("select 1 from post where kind = 'manage'");
  expect(letters.rowCount).toBe(1);
  // The mail server refused it: staff may have it tried again, once for each time that it failed.
  const { db } = service.stores;
  await expect
    .poll(
      async () => (await db.query("select 1 from post where status = 'sent'")).rowCount,
      patiently,
    )
    .toBeGreaterThan(0);
  const { rows } = await db.query<{ id: string }>(
    "update post set status = 'failed', reason = 'refused' where kind = 'manage' returning id",
  );
  const form = { letter: rows[0]!.id };
  const again = `/console/gifts/${gift}/letters`;
  expect(await finance.read(`/console/gifts/${gift}`)).toContain('Send again');
  expect(await viewer.read(`/console/gifts/${gift}`)).not.toContain('Send again');
  expect((await finance.send(again, { letter: 'manage:none' })).status).toBe(404);
  const tried = await Promise.all([finance.send(again, form), finance.send(again, form)]);
  expect(tried.map(({ status }) => status).sort()).toEqual([303, 409]);
  expect(await audited(gift)).toContain('a letter was sent again');
  const shown = await (await finance.send(`/console/gifts/${gift}/link`, { how: 'show' })).text();
  expect(shown).toContain(`/gifts/${gift.slice(4)}.`);
  const admin = (await signedIn(service, 'admin', undefined, clock)).browser;
  const path = `/console/gifts/${gift}/erasure`;
  expect((await finance.send(path, { confirm: gift })).status).toBe(403);
  const mistyped = await admin.send(path, { confirm: 'yes' });
  expect([mistyped.status, await mistyped.text()]).toEqual([
    400,
    expect.stringContaining('cannot be done as asked'),
  ]);
  expect(await (await admin.send(path, { confirm: gift })).text()).toMatch(/Customers: [1-9]/);
  expect(await audited(gift)).toContain('a person was erased');
});

test('the overview names letters that could not be sent and a payout that does not reconcile, and who hears of it', async () => {
  const { db } = service.stores;
  const readAt = clock.now();
  const news = { kind: 'payout_unreconciled', subject: 'po_x', publisher: 'moscow-times' } as const;
  await noteIncident(db, { ...news, isOpen: true, readAt });
  const order = { id: 'alert:x', kind: 'alert', publisher: '*', about: 'x', dueAt: readAt };
  await orderLetter(db, order, readAt);
  await db.query(
    "update post set status = 'failed', reason = 'refused', finished_at = $1 where id = 'alert:x'",
    [readAt],
  );
  const since = plusMs(readAt, -dayMs);
  const undelivered = { undeliveredSince: since, endpointDisabled: false };
  await saveWatch(db, 'moscow-times', undelivered, 0, readAt);
  const page = await viewer.read('/console');
  await saveWatch(db, 'moscow-times', { ...undelivered, undeliveredSince: null }, 0, readAt);
  expect(page).toContain('days until it gives up: 2');
  expect(page).toContain('Letters that could not be sent: 1');
  expect(page).toMatch(/href="\/console\/payouts\/po_x">A payout does not reconcile/);
  expect(page).toContain('Nobody is written to when something goes wrong');
  await noteIncident(db, { ...news, isOpen: false, readAt });
  await db.query("delete from post where id = 'alert:x'");
  const after = await viewer.read('/console');
  expect(after).not.toContain('could not be sent');
  expect(after).not.toContain('A payout does not reconcile');
});

test('what nothing else ends is ended by somebody of finance, once, with a reason that stays', async () => {
  const { db } = service.stores;
  const facts = { subject: 'txn_differs', publisher: 'moscow-times', isOpen: true } as const;
  const find = () =>
    noteIncident(db, {
      ...facts,
      kind: 'movement_differs',
      detail: { net: 7 },
      readAt: clock.now(),
    });
  await find();
  await noteIncident(db, { ...facts, kind: 'dispute', subject: 'dp_1', readAt: clock.now() });
  expect(await viewer.read('/console')).toMatch(
    /matters\?kind=movement_differs">A movement differs/,
  );
  const page = await finance.read('/console/matters');
  const [path] = /\/console\/matters\/\d+\/settlement/.exec(page)!;
  expect(cellsOf(page, 'dp_1')).toContain('ends by itself');
  expect(await viewer.read('/console/matters')).not.toContain('/settlement');
  expect((await finance.send(path, { reason: '  ' })).status).toBe(400);
  expect((await viewer.send(path, { reason: 'a fee of last year' })).status).toBe(403);
  const answers = await Promise.all(
    [1, 2].map(() => finance.send(path, { reason: 'a fee of last year' })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
  await find();
  const after = await viewer.read('/console/matters?which=all');
  expect(cellsOf(after, 'txn_differs')).toMatch(/settled by finance-person.*a fee of last year/);
  expect(await viewer.read('/console/matters')).not.toContain('txn_differs');
  expect(await audited('txn_differs')).toContain('an open matter was settled');
  expect(await (await viewer.get('/console/matters.csv?which=over')).text()).toContain(
    'a fee of last year',
  );
  await noteIncident(db, {
    ...facts,
    kind: 'dispute',
    subject: 'dp_1',
    isOpen: false,
    readAt: clock.now(),
  });
});

test('a bookkeeper finds a failed event, gives back, and closes the month by keyboard alone, without scripts', async () => {
  const { db } = service.stores;
  const walker = await signedIn(service, 'finance', 'walks-by-keyboard', clock);
  const large = giftOf(await givenSupporter(service, { frequency: 'once', amount: 9100 }));
  await expect
    .poll(async () => finance.read(`/console/gifts/${large}`), patiently)
    .toContain('name="charge"');
  const [event] = await events('type=customer.subscription.created');
  await db.query("update event set status = 'failed', error = 'planted' where id = $1", [
    event!.id,
  ]);
  clock.advance({ seconds: 31 });
  const page = await openPage({ javaScriptEnabled: false, locale: 'en-US', acceptDownloads: true });
  const keys = byKeyboard(page);
  const text = () => page.locator('main').innerText();
  await page.goto(`${service.url}/console`);
  await keys.type('Name', walker.name);
  await keys.type('Password', goodPassword);
  await keys.type('Code', codeOf(walker.secret, clock.now()));
  await keys.press();
  expect(await text()).toContain('What needs attention');

  await keys.press('/console/events?status=failed');
  await keys.press(`/console/events/${event!.id}`);
  expect(await text()).toContain('planted');
  await keys.press('Show what would change');
  await keys.press('Process again: 1');
  expect(page.url()).toContain('done=1-0');

  await keys.press('/console/gifts');
  await keys.type('Amount', '91');
  await keys.press();
  await keys.press(`/console/gifts/${large}`);
  await keys.unfold(/^Refund \$91/);
  await keys.type(/^Amount/, '60');
  await keys.type(/^Why/, 'asked by letter');
  await keys.press();
  expect(page.url()).toContain('done=waits');
  await keys.press('/console/refunds');
  expect(await text()).toContain('asked by letter');
  const asked = /\/console\/refunds\/(rfr_[^/"]+)\/withdraw/.exec(await page.content())![1]!;
  expect((await finance.send(`/console/refunds/${asked}/agree`)).status).toBe(303);
  await expect
    .poll(async () => finance.read(`/console/gifts/${large}`), patiently)
    .toContain('refunds $60.00');

  await keys.press('/console/ledger');
  await keys.skip();
  await keys.type('At the end of', '11242026');
  await keys.press();
  expect(page.url()).toContain('day=2026-11-24');
  expect(await text()).toContain('Debits and credits are equal.');
  await keys.press('/console/payouts');
  const [payout] = await payouts();
  await keys.press(`/console/payouts/${payout!.id}`);
  expect(await text()).toContain('No line differs.');
  await keys.press('/console/month');
  expect(await text()).toContain('Net');
  await keys.to('Download as CSV');
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(file.suggestedFilename()).toMatch(/^month-2026-\d\d.*csv$/);
}, 240_000);

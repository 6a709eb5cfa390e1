import { afterAll, beforeAll, expect, test } from 'vitest';
import { eraseReader, findReader } from '../../src/command/eraseReader.ts';
import { systemClock } from '../../src/ground/clock.ts';
import { createLog } from '../../src/ground/log.ts';
import { readPublishers } from '../../src/ground/readPublishers.ts';
import { createSecrets } from '../../src/ground/secrets.ts';
import { createStripeAccounts } from '../../src/ground/stripeAccounts.ts';
import { createRetain } from '../../src/retain.ts';
import { bodyOf, createEventBodies } from '../../src/webhooks/eventBodies.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { givenSupporter } from '../harness/givenSupporter.ts';
import { type Service, startService } from '../harness/service.ts';
import { startBuilt } from '../harness/startBuilt.ts';

const patiently = { timeout: 15_000 };
const email = 'reader@example.org';
let service: Service;
beforeAll(async () => {
  service = await startService('servers');
}, 120_000);
afterAll(() => service?.stop());

const seal = () => createEventBodies(createSecrets(service.config.appSecret!));
const bodies = async () => {
  const { rows } = await service.stores.db.query<{ id: string }>('select id from event');
  return Promise.all(rows.map(({ id }) => bodyOf(service.stores.db, seal(), id)));
};
const settled = async () => {
  for (;;) {
    const { rows } = await service.stores.db.query(
      "select id from event where status = 'received'",
    );
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
function house() {
  const { config, stores, sandboxUrl } = service;
  const publishers = readPublishers(config.configDir);
  return {
    config,
    publishers,
    accounts: createStripeAccounts(config, publishers, sandboxUrl),
    db: stores.db,
    clock: systemClock,
    log: createLog('silent'),
    secrets: createSecrets(config.appSecret!),
  };
}

/** A house in which Stripe fails from the moment on at which nothing here leads to the person any more. */
function failingHouse() {
  const { db } = house();
  const transaction: typeof db.transaction = async (work) => {
    const result = await db.transaction(work);
    const { rowCount } = await db.query('select 1 from supporter_key');
    if (rowCount === 0) await setFaults({ api: { status: 500 } });
    return result;
  };
  return { ...house(), db: { ...db, transaction } };
}
const setFaults = (faults: object) =>
  fetch(`${service.sandboxUrl}/sandbox/faults`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(faults),
  });
/** Types a command line, in a process of its own. */
async function typed(...words: string[]): Promise<string> {
  const variables = service.config.environment as Record<string, string>;
  const { child, output } = startBuilt(['dist/smallfavor.js', ...words], variables);
  const code = await new Promise((resolve) => child.once('close', resolve));
  return `${output()}exit ${code}`;
}

test('who is erased is gone from Stripe and from here, gives no more, and the books stay', async () => {
  const supporter = await givenSupporter(service);
  await fetch(`${service.url}/v1/publishers/moscow-times/reminders`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, on: 'P30D', consent: true }),
  });
  await settled();
  expect((await bodies()).join()).toContain(email);
  const before = await service.finance('balances');
  const { stripe } = house().accounts.of('moscow-times');
  const customers = async () => (await stripe.customers.list({ email })).data.length;

  const found = { customers: 1, gifts: 1, reminders: 1 };
  expect(await findReader(house(), email)).toEqual(found);
  expect((await supporter.ask('GET', 'gift')).body.status).toBe('active');
  // Stripe goes away in the middle: the person is still found, and once more is enough.
  await expect(eraseReader(failingHouse(), email)).rejects.toThrow('try once more');
  await setFaults({});
  expect(await customers()).toBe(1);
  expect(await typed('reader', 'erase', email)).toMatch(
    /^customers: 1\ngifts: 1\nreminders: 0\neventBodies: \d+\nexit 0$/,
  );
  // What was on its way while we erased says it once more: that goes with the day's retention.
  const { db, clock, log } = house();
  await settled();
  await expect.poll(async () => (await bodies()).join(), patiently).toContain('customer.deleted');
  expect((await bodies()).join()).toContain(email);
  await expect
    .poll(async () => {
      await settled();
      await createRetain({ db, bodies: seal(), clock, log })();
      return (await bodies()).join();
    }, patiently)
    .not.toContain(email);

  expect(await customers()).toBe(0);
  expect((await supporter.ask('GET', 'gift')).status).toBe(401);
  const { rows } = await service.stores.db.query('select status, reader_tag from gift');
  expect(rows).toEqual([{ status: 'ended', reader_tag: null }]);
  expect(await service.finance('balances')).toEqual(before);
  expect((await service.stores.db.query('select id from reminder')).rows).toEqual([]);
  const { rows: noted } = await service.stores.db.query('select actor, act, subject from audit');
  expect(noted).toEqual([{ actor: '<command>', act: 'person_erased', subject: null }]);
}, 60_000);

test('who gave to one of two publishers with one account is erased with both', async () => {
  await givenSupporter(service);
  await settled();
  // With a key and no sandbox, the first publisher's look at the account finds the second one's customers.
  const config = {
    ...service.config,
    sandboxPort: undefined,
    stripe: { ...service.config.stripe, secretKey: 'sk_test_sandbox_moscow_times' },
  };
  const { publishers } = house();
  const accounts = createStripeAccounts(config, publishers, service.sandboxUrl);
  expect(accounts.all()[0]?.owner).toBe('al-manara');
  const erased = await eraseReader({ ...house(), config, accounts }, email);
  expect(erased).toMatchObject({ customers: 1, gifts: 1 });
  const { rows } = await service.stores.db.query("select 1 from gift where status <> 'ended'");
  expect(rows).toEqual([]);
});

test('what has served goes by the schedule, and events that are done keep only what they are about, and can be replayed', async () => {
  await givenSupporter(service);
  await settled();
  expect((await bodies()).join()).toContain(email);
  await fetch(`${service.url}/v1/publishers/moscow-times/reminders`, {
    method: 'POST',
    body: new URLSearchParams({ email: 'later@example.org', on: 'P7D', consent: 'true' }),
  });
  const { db } = service.stores;
  await db.query(
    `insert into post (id, kind, publisher, about, facts, due_at, created_at, status, finished_at)
     values ('a-letter', 'thanks', 'moscow-times', 'x', '{}', now(), now(), 'sent', now())`,
  );
  await db.query(
    `insert into one_time_code (hash, purpose, gift_id, expires_at)
     select 'hash-of-a-link', 'sign-in', id, now() + interval '15 minutes' from gift limit 1`,
  );
  const counts = async () => {
    const { rows } = await db.query<Record<string, number>>(
      `select (select count(*)::int from reminder) as reminders, (select count(*)::int from one_time_code) as codes,
         (select count(*)::int from post where id = 'a-letter') as sent,
         (select count(*)::int from pledge where coalesce(reader_tag, return_url, request_key) is not null) as asking`,
    );
    return rows[0]!;
  };
  const retainIn = (days: number) => {
    const clock = fakeClock(new Date(systemClock.now().getTime() + days * 86_400_000));
    return createRetain({ db, bodies: seal(), clock, log: createLog('silent') })();
  };
  // Somebody looks at Stripe's page and goes, and the news of its end is lost.
  await service.stores.db.query(
    `insert into pledge (id, publisher, reader_tag, frequency, amount, currency, return_url, request_key, created_at)
     values ('chk_left', 'moscow-times', 'tag', 'once', 500, 'usd', 'https://www.themoscowtimes.com/a', 'derived:x', now())`,
  );
  const before = await counts();
  expect(Math.min(...Object.values(before))).toBeGreaterThan(0);
  await retainIn(3);
  expect(await counts()).toEqual({ ...before, codes: 0 });
  await retainIn(5);
  expect(await counts()).toEqual({ ...before, codes: 0, asking: 0 });
  // A reminder that nobody could send a month after it was due; letters and bodies later.
  await retainIn(36);
  expect(await counts()).toEqual({ ...before, reminders: 1, codes: 0, asking: 0 });
  await retainIn(38);
  expect(await counts()).toEqual({ ...before, reminders: 0, codes: 0, asking: 0 });
  expect((await bodies()).join()).toContain(email);
  await retainIn(91);
  await retainIn(91);
  expect(await counts()).toEqual({ reminders: 0, codes: 0, sent: 0, asking: 0 });
  expect((await bodies()).join()).not.toContain(email);
  const { data } = await service.finance<{ data: { id: string }[] }>('events?type=invoice.paid');
  await service.finance(`events/${data[0]!.id}/attempts`, { method: 'POST' });
  await settled();
  const { status } = await service.finance<{ status: string }>(`events/${data[0]!.id}`);
  expect(status).toBe('done');
  // Each start of the service does it too, and every day after.
  await db.query(
    `insert into post (id, kind, publisher, about, facts, due_at, created_at, status, finished_at)
     values ('old-letter', 'thanks', 'moscow-times', 'x', '{}', now(), now(), 'sent', now() - interval '91 days')`,
  );
  service = await service.restart();
  const old = async () =>
    (await service.stores.db.query("select 1 from post where id = 'old-letter'")).rowCount;
  await expect.poll(old, patiently).toBe(0);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { eraseReader } from '../../src/command/eraseReader.ts';
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
    appSecret: config.appSecret!,
  };
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

  expect(await eraseReader(house(), email)).toMatchObject({ customers: 1, gifts: 1, reminders: 1 });
  // What was on its way while we erased says it once more: it is erased again, as the guide says.
  await expect
    .poll(async () => {
      await settled();
      await eraseReader(house(), email);
      return (await bodies()).join();
    })
    .not.toContain(email);

  const { accounts } = house();
  const left = await accounts.of('moscow-times').stripe.customers.list({ email });
  expect(left.data).toEqual([]);
  expect((await supporter.ask('GET', 'gift')).status).toBe(401);
  const { rows } = await service.stores.db.query('select status, reader_tag from gift');
  expect(rows).toEqual([{ status: 'ended', reader_tag: null }]);
  expect(await service.finance('balances')).toEqual(before);
  expect((await bodies()).join()).not.toContain(email);
  expect((await service.stores.db.query('select id from reminder')).rows).toEqual([]);
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
         (select count(*)::int from post where id = 'a-letter') as sent`,
    );
    return rows[0]!;
  };
  const retainIn = (days: number) => {
    const clock = fakeClock(new Date(systemClock.now().getTime() + days * 86_400_000));
    return createRetain({ db, bodies: seal(), clock, log: createLog('silent') })();
  };
  const before = await counts();
  expect(Math.min(...Object.values(before))).toBeGreaterThan(0);
  // Codes go at once; a reminder that nobody could send a month after it was due; letters and bodies later.
  await retainIn(36);
  expect(await counts()).toEqual({ ...before, reminders: 1, codes: 0 });
  await retainIn(38);
  expect(await counts()).toEqual({ ...before, reminders: 0, codes: 0 });
  expect((await bodies()).join()).toContain(email);
  await retainIn(91);
  await retainIn(91);
  expect(await counts()).toEqual({ reminders: 0, codes: 0, sent: 0 });
  expect((await bodies()).join()).not.toContain(email);
  const { data } = await service.finance<{ data: { id: string }[] }>('events?type=invoice.paid');
  await service.finance(`events/${data[0]!.id}/attempts`, { method: 'POST' });
  await settled();
  const { status } = await service.finance<{ status: string }>(`events/${data[0]!.id}`);
  expect(status).toBe('done');
});

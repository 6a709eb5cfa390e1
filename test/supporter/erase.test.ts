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

test('events that are done keep only what they are about after ninety days, and can be replayed', async () => {
  await givenSupporter(service);
  await settled();
  expect((await bodies()).join()).toContain(email);
  const clock = fakeClock(new Date(systemClock.now().getTime() + 91 * 86_400_000));
  await createRetain({ db: service.stores.db, bodies: seal(), clock, log: createLog('silent') })();
  expect((await bodies()).join()).not.toContain(email);
  const { data } = await service.finance<{ data: { id: string }[] }>('events?type=invoice.paid');
  await service.finance(`events/${data[0]!.id}/attempts`, { method: 'POST' });
  await settled();
  const { status } = await service.finance<{ status: string }>(`events/${data[0]!.id}`);
  expect(status).toBe('done');
});

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '../../src/ground/sql.ts';
import { listIncidents } from '../../src/incidents/store.ts';
import { requeueEvent } from '../../src/webhooks/inbox.ts';
import { freshPostgres } from '../harness/databases.ts';
import { fakeClock } from '../harness/fakeClock.ts';
import { generous, ours, secretKey } from '../harness/ours.ts';
import { payOn, type StripeStandIn, startStripeStandIn } from '../harness/stripeStandIn.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const clock = fakeClock('2026-11-24T12:00:00Z');
let stripe: StripeStandIn;
let db: Database;
let remove: () => Promise<void>;
let rooms: ReturnType<typeof ours>;
beforeAll(async () => {
  stripe = await startStripeStandIn(clock);
  ({ db, remove } = await freshPostgres());
  rooms = ours(db, stripe.url, { clock });
});
afterAll(async () => {
  await remove?.();
  await stripe?.stop();
});

const stateOf = async (kind: string) =>
  (await listIncidents(db, { kind, limit: 10 })).map(({ subject, closedAt }) => ({
    subject,
    isOpen: closedAt === null,
  }));
const open = [{ subject: generous.id, isOpen: true }];
const over = [{ subject: generous.id, isOpen: false }];
const listed = () => stripe.client(secretKey).events.list({ limit: 100 });

test('where gifts are completed and no event comes, Stripe counts as silent until one does', async () => {
  const { url } = await rooms.give('once', 500);
  await payOn(url);
  await rooms.backfill.run(new Date(0));
  await rooms.settle();
  await rooms.watch();
  expect(await stateOf('stripe_silent')).toEqual([]);
  clock.advance({ minutes: 31 });
  await rooms.watch();
  await rooms.watch();
  expect(await stateOf('stripe_silent')).toEqual(open);
  await rooms.keep((await listed()).data[0]!);
  await rooms.watch();
  expect(await stateOf('stripe_silent')).toEqual(over);
  const second = await rooms.give('once', 700, 'reader-0002');
  await payOn(second.url);
  for (const event of (await listed()).data) await rooms.keep(event);
  await rooms.settle();
  await rooms.watch();
  expect(await stateOf('stripe_silent')).toEqual(over);
  clock.advance({ minutes: 45 });
  await rooms.watch();
  expect(await stateOf('stripe_silent')).toEqual(over);
});

test('the inbox fails where events wait for long, and is well again when they are worked', async () => {
  const unreachable = ours(db, 'http://127.0.0.1:9', { clock });
  const [event] = (await listed()).data;
  await requeueEvent(db, event!.id);
  unreachable.drain.start();
  const errorOf = async () =>
    (await db.query<{ error: string | null }>('select error from event where id = $1', [event!.id]))
      .rows[0]!.error;
  await expect.poll(errorOf, { timeout: 30_000 }).not.toBeNull();
  await unreachable.drain.stop();
  await rooms.watch();
  const [incident] = await listIncidents(db, { kind: 'inbox_failing', limit: 10 });
  expect(incident).toMatchObject({ closedAt: null, detail: { failed: 0, late: 1 } });
  await requeueEvent(db, event!.id);
  await rooms.settle();
  await rooms.watch();
  expect(await stateOf('inbox_failing')).toEqual(over);
});

test('an event that was set aside is a matter until somebody processes it', async () => {
  const { id } = (await listed()).data[0]!;
  await db.query("update event set status = 'parked', reason = 'another version' where id = $1", [
    id,
  ]);
  await rooms.watch();
  expect(await stateOf('events_parked')).toEqual(open);
  await requeueEvent(db, id);
  await rooms.settle();
  await rooms.watch();
  expect(await stateOf('events_parked')).toEqual(over);
});

test('many declined cards within an hour are a spike, until they are few again', async () => {
  const { url } = await rooms.give('once', 200, 'reader-0003');
  const tellDeclines = async (count: number) => {
    for (let i = 0; i < count; i += 1) await payOn(url, '4000000000000002');
    for (const event of (await listed()).data) await rooms.keep(event);
    await rooms.settle();
    clock.advance({ minutes: 1 });
    await rooms.watch();
  };
  await tellDeclines(19);
  expect(await stateOf('declines_spike')).toEqual([]);
  await tellDeclines(1);
  expect(await stateOf('declines_spike')).toEqual(open);
  const [incident] = await listIncidents(db, { kind: 'declines_spike', limit: 1 });
  expect(incident!.detail).toEqual({ declines: 20, usual: 0 });
  clock.advance({ minutes: 62 });
  await rooms.watch();
  expect(await stateOf('declines_spike')).toEqual(over);
});

import fc from 'fast-check';
import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgres } from '../../src/ground/postgres.ts';
import { postgresUrl } from '../harness/databases.ts';
import { ours, secretKey } from '../harness/ours.ts';
import { databaseNamed, onServer } from '../harness/postgres.ts';
import { provided } from '../harness/provided.ts';
import { payOn, type StripeStandIn, startStripeStandIn } from '../harness/stripeStandIn.ts';

// A small life of a publication, played once. Its pledges are then copied for each telling of its events.
let stripe: StripeStandIn;
let pledges: Awaited<ReturnType<typeof postgresUrl>>;
let events: Stripe.Event[];
let expected: Awaited<ReturnType<ReturnType<typeof ours>['books']>>;
let tellings = 0;

async function playLife(): Promise<void> {
  const db = openPostgres({ url: pledges.url, onError: () => {} });
  const { give } = ours(db, stripe.url);
  const client = stripe.client(secretKey);
  for (const [frequency, amount, reader] of [
    ['monthly', 200, 'reader-monthly'],
    ['annual', 5000, 'reader-annual'],
    ['once', 1000, 'reader-once'],
  ] as const) {
    await payOn((await give(frequency, amount, reader)).url);
  }
  const { data } = await client.subscriptions.list({ limit: 10 });
  const annual = data.find((one) => one.items.data[0]!.price.recurring?.interval === 'year')!;
  await client.subscriptions.cancel(annual.id);
  await give('once', 700, 'reader-who-left');
  await client.checkout.sessions
    .list({ status: 'open' })
    .autoPagingEach(async (session) => void (await client.checkout.sessions.expire(session.id)));
  events = await client.events.list({ limit: 100 }).autoPagingToArray({ limit: 500 });
  events.reverse();
  await db.close();
}

/** Tells the events in some order to a copy of the pledges, and returns what the books say then. */
async function tell(order: readonly Stripe.Event[], between?: (at: number) => number) {
  const server = provided('postgresUrl');
  tellings += 1;
  const name = `${new URL(pledges.url).pathname.slice(1)}_${tellings}`;
  await onServer(
    server,
    `create database ${name} template ${new URL(pledges.url).pathname.slice(1)}`,
  );
  const db = openPostgres({ url: databaseNamed(server, name), onError: () => {} });
  const house = ours(db, stripe.url);
  for (const [i, event] of order.entries()) {
    await house.keep(event);
    // Some are worked as they come, others pile up.
    if (between && i % between(i) === 0) await house.settle();
  }
  await house.settle();
  const books = await house.books();
  const sums = await house.sums();
  await db.close();
  await onServer(server, `drop database ${name} with (force)`);
  return { books, sums };
}

beforeAll(async () => {
  [stripe, pledges] = await Promise.all([startStripeStandIn(), postgresUrl()]);
  await playLife();
  expected = (await tell(events, () => 1)).books;
});
afterAll(async () => {
  await stripe?.stop();
  await pledges?.remove();
});

test('told in order, every event finds its end and the books are right', async () => {
  expect(expected.failed).toEqual([]);
  expect(expected.transfers).toHaveLength(3);
  expect(expected.gifts.map(({ status }) => status).sort()).toEqual(['active', 'ended', 'given']);
  expect(expected.pledges.map(({ status }) => status).sort()).toEqual([
    'complete',
    'complete',
    'complete',
    'expired',
  ]);
  const { sums } = await tell(events);
  expect(sums).toMatchObject({ 'gifts:monthly': -200, 'gifts:annual': -5000, 'gifts:once': -1000 });
  expect(Object.values(sums).reduce((sum, amount) => sum + amount, 0)).toBe(0);
});

test('a pledge that is over has forgotten the article and the reader; the gift keeps the reader’s hash', () => {
  expect(
    expected.pledges.every(
      ({ return_url, reader_tag }) => return_url === null && reader_tag === null,
    ),
  ).toBe(true);
  expect(expected.gifts.every(({ reader_tag }) => /^[\w-]{22}$/.test(String(reader_tag)))).toBe(
    true,
  );
});

test('told backwards, the books are the same', async () => {
  expect((await tell([...events].reverse(), () => 1)).books).toEqual(expected);
});

test('told in any order, any number of times, at any pace, the books are the same', async () => {
  const manyTimes = fc.shuffledSubarray([0, 1, 2], { minLength: 1 }).map((copies) => copies.length);
  const order = fc
    .array(manyTimes, { minLength: events.length, maxLength: events.length })
    .map((copies) => events.flatMap((event, i) => Array.from({ length: copies[i]! }, () => event)))
    .chain((told) => fc.shuffledSubarray(told, { minLength: told.length }));
  await fc.assert(
    fc.asyncProperty(order, fc.integer({ min: 2, max: 9 }), async (told, pace) => {
      expect((await tell(told, () => pace)).books).toEqual(expected);
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 180_000);

test('several workers share the work, and the books are the same', async () => {
  const server = provided('postgresUrl');
  const name = `${new URL(pledges.url).pathname.slice(1)}_shared`;
  await onServer(
    server,
    `create database ${name} template ${new URL(pledges.url).pathname.slice(1)}`,
  );
  const databases = Array.from({ length: 3 }, () =>
    openPostgres({ url: databaseNamed(server, name), onError: () => {} }),
  );
  const houses = databases.map((db) => ours(db, stripe.url));
  await Promise.all(events.map((event, i) => houses[i % 3]!.keep(event)));
  await Promise.all(houses.map((house) => house.settle()));
  expect(await houses[0]!.books()).toEqual(expected);
  await Promise.all(databases.map((db) => db.close()));
  await onServer(server, `drop database ${name} with (force)`);
});

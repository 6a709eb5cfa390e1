import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Stripe } from '../../src/ground/stripe.ts';
import { listIncidents } from '../../src/incidents/store.ts';
import { checkDay } from '../../src/reconcile/dayCheck.ts';
import { listPayoutLines } from '../../src/reconcile/payoutLines.ts';
import { tellBooks } from './tellBooks.ts';
import { openPublication, type Publication, startWorld, type World } from './world.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const gift = { do: 'give', amount: 5000, card: 'good' } as const;

let world: World;
let paper: Publication;
let lost: string;
let altered: string;

/** A copy of the ledger's data in which somebody has changed an amount; the ledger itself lets nobody. */
async function alter(source: string, by: number): Promise<void> {
  await world.disorderly.script(`
    alter table entry disable trigger entry_stays;
    update entry e set amount = e.amount + case when e.account = 'stripe_balance' then ${by} else -(${by}) end
      from transfer t where t.id = e.transfer_id and t.source = '${source}' and e.account in ('stripe_balance', 'gifts:once');
    alter table entry enable trigger entry_stays;`);
}

async function remove(source: string): Promise<void> {
  await world.disorderly.script(`
    alter table entry disable trigger entry_stays;
    alter table transfer disable trigger transfer_stays;
    delete from entry where transfer_id = (select id from transfer where source = '${source}');
    delete from transfer where source = '${source}';
    alter table entry enable trigger entry_stays;
    alter table transfer enable trigger transfer_stays;`);
}

beforeAll(async () => {
  world = await startWorld();
  paper = openPublication(world);
  await paper.play([
    { ...gift, frequency: 'once' },
    { ...gift, frequency: 'monthly', amount: 200 },
    { ...gift, frequency: 'once', amount: 1234 },
    { do: 'pass', days: 6 },
  ]);
  for (const event of paper.events) await paper.disorderly.keep(event);
  await paper.disorderly.settle();
  const { data } = await paper.client.balanceTransactions.list({ type: 'charge', limit: 10 });
  lost = data.find(({ amount }) => amount === 200)!.id;
  altered = data.find(({ amount }) => amount === 1234)!.id;
});
afterAll(() => world?.stop());

const check = async () => {
  const [from, to] = paper.days();
  return paper.disorderly.reconcile.run(from, to);
};
const incidents = async (kind: string) =>
  (await listIncidents(world.disorderly, { kind, publisher: paper.id, limit: 10 })).map(
    ({ subject, closedAt }) => ({ subject, isOpen: closedAt === null }),
  );

test('books that are right are found right, and each payout is reconciled to the cent', async () => {
  const { days, payouts, gifts } = await check();
  expect(days.flatMap((day) => [...day.added, ...day.unknown, ...day.different])).toEqual([]);
  expect(payouts).toMatchObject([{ isReconciled: true, unexplained: 0 }]);
  expect(gifts).toEqual([]);
  const lines = await listPayoutLines(world.disorderly, payouts[0]!.id);
  expect(lines).toHaveLength(4);
  expect(lines.every(({ verdict }) => verdict === 'explained')).toBe(true);
});

test('a transfer that is missing is found, named and added; the payout says which line it was', async () => {
  const right = await tellBooks(world.orderly, paper.id);
  await remove(lost);
  expect((await tellBooks(world.disorderly, paper.id)).movements).not.toEqual(right.movements);
  const payout = (await paper.client.payouts.list()).data[0]!;
  const missing = await listPayoutLines(world.disorderly, payout.id);
  expect(missing.filter(({ verdict }) => verdict === 'missing')).toMatchObject([{ source: lost }]);
  const { days } = await check();
  expect(days.flatMap(({ added }) => added)).toEqual([lost]);
  expect(await incidents('movement_missing')).toEqual([{ subject: lost, isOpen: false }]);
  expect(await tellBooks(world.disorderly, paper.id)).toEqual(right);
  const { rows } = await world.disorderly.query<{ brought_by: string }>(
    'select brought_by from transfer where source = $1',
    [lost],
  );
  expect(rows).toEqual([{ brought_by: 'reconciliation' }]);
});

test('a subscription that was cancelled unheard of, and one that is not, are put right', async () => {
  const { data } = await paper.client.subscriptions.list();
  const ended = { status: 'ended', ended_at: world.clock.now() };
  await world.disorderly.query('update gift set status = $2 where subscription_id = $1', [
    data[0]!.id,
    ended.status,
  ]);
  expect((await check()).gifts).toMatchObject([{ here: 'ended', there: 'active' }]);
  expect(await incidents('gift_differs')).toMatchObject([{ isOpen: false }]);
  await paper.client.subscriptions.cancel(data[0]!.id);
  expect((await check()).gifts).toMatchObject([{ here: 'active', there: 'ended' }]);
  expect((await check()).gifts).toEqual([]);
});

test('an event that was lost for good is made up for: its money and its gift are there', async () => {
  const before = new Set(paper.events.map(({ id }) => id));
  await paper.play([{ ...gift, frequency: 'once', amount: 7700 }]);
  const fresh = paper.events.filter(({ id }) => !before.has(id));
  expect(fresh.length).toBeGreaterThan(3);
  const { days } = await check();
  expect(days.flatMap(({ added }) => added)).toHaveLength(1);
  const [wanted, books] = [
    await tellBooks(world.orderly, paper.id),
    await tellBooks(world.disorderly, paper.id),
  ];
  expect(books.movements).toEqual(wanted.movements);
  expect(books.gifts.filter((one) => one.amount === '7700')).toEqual(
    wanted.gifts.filter((one) => one.amount === '7700'),
  );
  expect(books.gifts.filter((one) => one.amount === '7700')).toHaveLength(1);
});

test('an amount that was altered is found and named, and its payout no longer counts as reconciled', async () => {
  await alter(altered, 1);
  const { days, payouts } = await check();
  expect(days.flatMap(({ different }) => different)).toEqual([altered]);
  expect(payouts).toMatchObject([{ isReconciled: false, unexplained: -1, different: [altered] }]);
  expect(await incidents('movement_differs')).toEqual([{ subject: altered, isOpen: true }]);
  expect(await incidents('payout_unreconciled')).toMatchObject([{ isOpen: true }]);
  await alter(altered, -1);
  expect((await check()).payouts).toMatchObject([{ isReconciled: true, unexplained: 0 }]);
  expect(await incidents('payout_unreconciled')).toMatchObject([{ isOpen: false }]);
  expect(await incidents('movement_differs')).toEqual([{ subject: altered, isOpen: false }]);
});

async function book(publisher: string, source: string): Promise<void> {
  const at = world.clock.now();
  await world.disorderly.transaction(async (tx) => {
    await tx.query(
      "insert into transfer (id, source, publisher, kind, at, entry_count) values ($1, $2, $3, 'charge', $4, 2)",
      [`tr of ${source}`, source, publisher, at],
    );
    await tx.query(
      "insert into entry values ($1, 0, 'stripe_balance', 'usd', 5), ($1, 1, 'gifts:once', 'usd', -5)",
      [`tr of ${source}`],
    );
  });
}

test('a movement that Stripe does not know is found and named', async () => {
  await book(paper.id, 'txn_made_up');
  expect((await check()).days.flatMap(({ unknown }) => unknown)).toEqual(['txn_made_up']);
  expect(await incidents('movement_unknown')).toEqual([{ subject: 'txn_made_up', isOpen: true }]);
});

test('a movement that is booked while Stripe’s list is on its way is not called unknown', async () => {
  const publisher = 'meanwhile';
  const day = world.clock.now().toISOString().slice(0, 10);
  const unknownAfter = async (meanwhile: () => Promise<void>) => {
    async function* list() {
      await meanwhile();
      yield* [];
    }
    const stripe = { balanceTransactions: { list } } as unknown as Stripe;
    const account = { stripe, owner: publisher, publishers: [publisher] };
    return (await checkDay({ db: world.disorderly, clock: world.clock }, account, day)).unknown;
  };
  expect(await unknownAfter(() => book(publisher, 'txn_meanwhile'))).toEqual([]);
  expect(await unknownAfter(async () => {})).toEqual(['txn_meanwhile']);
});

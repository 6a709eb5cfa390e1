import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { plusMs } from '../../src/ground/clock.ts';
import { accountPage, accountTotals } from '../../src/ledger/accountStatement.ts';
import { sumDays, summedUpTo } from '../../src/ledger/daySums.ts';
import { bookTransfers, listBalances, listTransfers } from '../../src/ledger/store.ts';
import type { Transfer } from '../../src/ledger/transfer.ts';
import { eachDatabase } from '../harness/databases.ts';

const hourMs = 3_600_000;
const first = new Date('2026-03-01T00:00:00Z');
let made = 0;

/** Moved so many hours after the first of March, with sums that tell it from any other. */
function moved(hours: number, publisher = 'moscow-times'): Transfer {
  made += 1;
  const fee = made % 7;
  return {
    source: `txn_sums${made}`,
    publisher,
    kind: 'charge',
    giftId: undefined,
    at: plusMs(first, hours * hourMs),
    entries: [
      { account: 'stripe_balance', currency: 'usd', amount: 100 * made - fee },
      ...(fee > 0 ? [{ account: 'fees' as const, currency: 'usd', amount: fee }] : []),
      { account: 'gifts:once', currency: 'usd', amount: -100 * made },
    ],
  };
}

eachDatabase('sums by day', (database) => {
  const book = (...transfers: Transfer[]) =>
    database().transaction((tx) => bookTransfers(tx, transfers));

  /** What the entries themselves add up to. */
  async function plainly(at: Date) {
    const { rows } = await database().query<Record<string, unknown>>(
      `select t.publisher, e.account, e.currency, sum(e.amount)::int as amount
       from entry e join transfer t on t.id = e.transfer_id where t.at <= $1
       group by 1, 2, 3 order by t.publisher, e.currency, e.account`,
      [at],
    );
    return rows;
  }

  test('balances are what the entries add up to, whatever of them was summed before', async () => {
    const hours = Array.from({ length: 60 }, (_, i) => (i * 37) % 240);
    await book(...hours.slice(0, 20).map((hour) => moved(hour)));
    await sumDays(database());
    // Late news is of days that were summed already.
    await book(
      ...hours.slice(20, 45).map((hour, i) => moved(hour, i % 3 ? undefined : 'al-manara')),
    );
    for (const hour of [-1, 0, 24, 24.5, 100, 239, 300]) {
      const at = plusMs(first, hour * hourMs);
      expect(await listBalances(database(), at), `after ${hour} hours`).toEqual(await plainly(at));
    }
    await sumDays(database());
    await sumDays(database());
    await book(...hours.slice(45).map((hour) => moved(hour)));
    for (const hour of [-1, 0, 24, 24.5, 100, 239, 300]) {
      const at = plusMs(first, hour * hourMs);
      expect(await listBalances(database(), at), `after ${hour} hours`).toEqual(await plainly(at));
    }
  });

  test('an account opens with what was before, and closes with all its lines', async () => {
    const span = {
      account: 'stripe_balance',
      publisher: 'al-manara',
      from: plusMs(first, 30 * hourMs),
      until: plusMs(first, 150 * hourMs),
    };
    const [total] = await accountTotals(database(), span);
    const { data } = await accountPage(database(), span, { limit: 200 });
    const before = await plainly(plusMs(span.from, -1));
    const opening = before.find(
      (one) => one.publisher === 'al-manara' && one.account === 'stripe_balance',
    );
    expect(data.length).toBeGreaterThan(1);
    expect(total!.opening).toBe(opening!.amount);
    expect(total!.closing).toBe(data.reduce((sum, { amount }) => sum + amount, total!.opening));
  });

  test('the journal of an account goes by when money moved, and is paged without gaps', async () => {
    const filter = { account: 'fees', from: first, until: plusMs(first, 200 * hourMs) };
    const whole = await listTransfers(database(), { ...filter, limit: 200 });
    const paged = [];
    for (let after: (typeof whole)[number] | undefined; ; after = paged.at(-1)) {
      const page = await listTransfers(database(), { ...filter, after, limit: 7 });
      if (page.length === 0) break;
      paged.push(...page);
    }
    expect(whole.length).toBeGreaterThan(20);
    expect(paged).toEqual(whole);
    const times = whole.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(whole.every(({ entries }) => entries.some(({ account }) => account === 'fees'))).toBe(
      true,
    );
  });

  test('what is being booked is waited for, never skipped', async () => {
    if (database().kind === 'embedded') return;
    let summing: Promise<void> | undefined;
    const upTo = await summedUpTo(database());
    const late = moved(3);
    await database().transaction(async (tx) => {
      await bookTransfers(tx, [late]);
      // One with a higher number is there first.
      await book(moved(4));
      summing = sumDays(database());
      await wait(50);
      expect(await summedUpTo(database())).toBe(upTo);
    });
    await summing;
    const at = plusMs(first, 300 * hourMs);
    expect(await summedUpTo(database())).toBeGreaterThan(upTo + 1);
    expect(await listBalances(database(), at)).toEqual(await plainly(at));
  });
});

import { expect, test } from 'vitest';
import type { Transaction } from '../../src/ground/sql.ts';
import {
  bookTransfers,
  type JournalPlace,
  listBalances,
  listTransfers,
} from '../../src/ledger/store.ts';
import type { Transfer } from '../../src/ledger/transfer.ts';
import { eachDatabase } from '../harness/databases.ts';

const gift = (source: string, different: Partial<Transfer> = {}): Transfer => ({
  source,
  publisher: 'moscow-times',
  kind: 'charge',
  giftId: undefined,
  at: new Date('2026-11-24T12:00:00Z'),
  entries: [
    { account: 'stripe_balance', currency: 'usd', amount: 164 },
    { account: 'fees', currency: 'usd', amount: 36 },
    { account: 'gifts:monthly', currency: 'usd', amount: -200 },
  ],
  ...different,
});

eachDatabase('the ledger', (database) => {
  const book = (...transfers: Transfer[]) =>
    database().transaction((tx) => bookTransfers(tx, transfers));

  test('books a movement once, however often it is told', async () => {
    expect(await book(gift('txn_once'))).toBe(1);
    expect(await book(gift('txn_once'), gift('txn_once'))).toBe(0);
    const found = await listTransfers(database(), { source: 'txn_once', limit: 10 });
    expect(found).toHaveLength(1);
    expect(found[0]!.entries).toEqual(gift('txn_once').entries);
  });

  test('books what comes at once from several sides once', async () => {
    const booked = await Promise.all(
      Array.from({ length: 8 }, () => book(gift('txn_race_a'), gift('txn_race_b'))),
    );
    expect(booked.reduce((sum, one) => sum + one, 0)).toBe(2);
  });

  const insertDirectly = (entries: [string, number][], announced: number) =>
    database().transaction(async (tx: Transaction) => {
      const id = `tr_${entries.length}_${announced}_${entries.map(([, amount]) => amount).join('_')}`;
      await tx.query(
        "insert into transfer (id, source, publisher, kind, at, entry_count) values ($1, $1, 'moscow-times', 'charge', now(), $2)",
        [id, announced],
      );
      for (const [position, [currency, amount]] of entries.entries()) {
        await tx.query("insert into entry values ($1, $2, 'fees', $3, $4)", [
          id,
          position,
          currency,
          amount,
        ]);
      }
    });

  test('the database refuses a transfer that does not add up to nothing', async () => {
    await expect(
      insertDirectly(
        [
          ['usd', 100],
          ['usd', -99],
        ],
        2,
      ),
    ).rejects.toThrow(/does not add up/);
  });

  test('the database refuses one that balances only across currencies', async () => {
    await expect(
      insertDirectly(
        [
          ['usd', 100],
          ['eur', -100],
        ],
        2,
      ),
    ).rejects.toThrow(/does not add up/);
  });

  test('the database refuses one that lacks an announced entry', async () => {
    await expect(
      insertDirectly(
        [
          ['usd', 5],
          ['usd', -5],
        ],
        3,
      ),
    ).rejects.toThrow(/entries it announced/);
  });

  test('nothing is added to a transfer that was booked, even if it balances', async () => {
    await book(gift('txn_closed'));
    const [booked] = await listTransfers(database(), { source: 'txn_closed', limit: 1 });
    const add = database().transaction(async (tx) => {
      await tx.query(
        "insert into entry values ($1, 8, 'fees', 'usd', 7), ($1, 9, 'fees', 'usd', -7)",
        [booked!.id],
      );
    });
    await expect(add).rejects.toThrow(/entries it announced/);
  });

  test.each([
    'update transfer set publisher = $1 where source = $1',
    'delete from transfer where source = $1',
    'update entry set amount = 1 where transfer_id = (select id from transfer where source = $1)',
    'delete from entry where transfer_id = (select id from transfer where source = $1)',
  ])('what is booked stays: %s', async (statement) => {
    await book(gift('txn_stays'));
    await expect(database().query(statement, ['txn_stays'])).rejects.toThrow(/only added to/);
  });

  test('what is booked cannot be emptied out', async () => {
    await expect(database().script('truncate entry, transfer')).rejects.toThrow(/only added to/);
  });

  test('balances are told per publisher, currency and account, up to an instant', async () => {
    await book(
      gift('txn_b1', { publisher: 'balances', at: new Date('2026-01-01T00:00:00Z') }),
      gift('txn_b2', { publisher: 'balances', at: new Date('2026-02-01T00:00:00Z') }),
    );
    const held = async (at: string) =>
      (await listBalances(database(), new Date(at)))
        .filter((balance) => balance.publisher === 'balances')
        .map(({ account, amount }) => [account, amount]);
    expect(await held('2026-01-15T00:00:00Z')).toEqual([
      ['fees', 36],
      ['gifts:monthly', -200],
      ['stripe_balance', 164],
    ]);
    expect(await held('2026-02-01T00:00:00Z')).toEqual([
      ['fees', 72],
      ['gifts:monthly', -400],
      ['stripe_balance', 328],
    ]);
    expect(await held('2025-12-31T00:00:00Z')).toEqual([]);
  });

  test('lists go newest first and are paged without gaps or repetitions', async () => {
    await book(...Array.from({ length: 7 }, (_, i) => gift(`txn_p${i}`, { publisher: 'paged' })));
    const seen: string[] = [];
    for (let after: JournalPlace | undefined; ; ) {
      const page = await listTransfers(database(), { publisher: 'paged', after, limit: 3 });
      if (page.length === 0) break;
      seen.push(...page.map((transfer) => transfer.source));
      after = page.at(-1)!;
    }
    expect(seen).toEqual(['txn_p6', 'txn_p5', 'txn_p4', 'txn_p3', 'txn_p2', 'txn_p1', 'txn_p0']);
  });
});

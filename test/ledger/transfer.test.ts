import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imbalance, transferOf } from '../../src/ledger/transfer.ts';

const movement = {
  id: 'txn_1',
  type: 'charge',
  reporting_category: 'charge',
  amount: 200,
  fee: 36,
  currency: 'usd',
  created: 1_790_000_000,
} as Parameters<typeof transferOf>[0];
const origin = { publisher: 'moscow-times', giftId: 'gft_1', frequency: 'monthly' } as const;

test('a monthly gift of $2 stands as gross, fee and net', () => {
  expect(transferOf(movement, origin)).toEqual({
    source: 'txn_1',
    publisher: 'moscow-times',
    kind: 'charge',
    giftId: 'gft_1',
    at: new Date(1_790_000_000_000),
    entries: [
      { account: 'stripe_balance', currency: 'usd', amount: 164 },
      { account: 'fees', currency: 'usd', amount: 36 },
      { account: 'gifts:monthly', currency: 'usd', amount: -200 },
    ],
  });
});

test('money that is not known to be a gift is income of another kind', () => {
  const { entries } = transferOf(movement, { publisher: 'moscow-times' });
  expect(entries.map((entry) => entry.account)).toContain('other_income');
});

test.each([
  ['refund', -200, 'refunds', 200],
  ['refund_failure', 200, 'refunds', -200],
  ['dispute', -200, 'disputes_held', 200],
  ['dispute_reversal', 200, 'disputes_held', -200],
  ['payout', -164, 'payouts_in_transit', 164],
  ['fee', -50, 'fees', 50],
  ['advance', -70, 'other_cost', 70],
])(
  'a movement of category %s stands against its account',
  (reporting_category, amount, account, against) => {
    const { entries } = transferOf({ ...movement, reporting_category, amount, fee: 0 }, origin);
    expect(entries).toContainEqual({ account, currency: 'usd', amount: against });
  },
);

test('a gift that goes back at a worse rate than it came at leaves the difference', () => {
  const back = { ...movement, reporting_category: 'refund', amount: -210, fee: 0 };
  expect(transferOf(back, origin, -200).entries).toEqual([
    { account: 'stripe_balance', currency: 'usd', amount: -210 },
    { account: 'refunds', currency: 'usd', amount: 200 },
    { account: 'exchange_differences', currency: 'usd', amount: 10 },
  ]);
});

test('whatever Stripe moves and keeps, the entries add up to nothing and none is empty', () => {
  const categories = fc.constantFrom(
    'charge',
    'refund',
    'dispute',
    'payout',
    'fee',
    'other_adjustment',
  );
  fc.assert(
    fc.property(
      fc.maxSafeInteger(),
      fc.integer({ min: -1e6, max: 1e6 }),
      categories,
      (wild, fee, reporting_category) => {
        const amount = Math.trunc(wild / 4);
        const { entries } = transferOf({ ...movement, amount, fee, reporting_category }, origin);
        expect(imbalance(entries)).toEqual([]);
        expect(entries.every((entry) => entry.amount !== 0)).toBe(true);
      },
    ),
  );
});

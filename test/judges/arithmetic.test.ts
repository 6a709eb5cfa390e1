import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDirectCheckout } from '../../src/simulate/openDirectly.ts';
import { planLives } from '../../src/simulate/planLife.ts';
import { playYear } from '../../src/simulate/playYear.ts';
import { readBooks } from '../../src/simulate/readBooks.ts';
import { freshEmbedded } from '../harness/databases.ts';
import { openSandbox, type RunningSandbox } from '../sandbox/givenSandbox.ts';
import { arithmeticFaults } from './books/arithmetic.ts';
import { type Lists, readLists } from './books/readLists.ts';

// The year as it is shipped takes minutes on a busy machine: `npm run test:year` asks for it. That of a few is as long,
// and its seed is one with whom all of it happens.
const size =
  process.env.FULL_YEAR === 'yes'
    ? { supporters: 300, days: 365, seed: 7 }
    : { supporters: 5, days: 365, seed: 1939 };
const currencies = ['usd', 'eur', 'jpy'];
const from = Date.parse('2025-11-24') / 1000;
const patience = 20 * 60_000;

let remove: () => Promise<void>;
let sandbox: RunningSandbox;
let lists: Lists;

async function play(key: string, { supporters, days, seed }: typeof size): Promise<Stripe> {
  const stripe = sandbox.client(key, { timeout: patience });
  const lives = planLives({ supporters, days, seed, currencies });
  const openCheckout = await createDirectCheckout(stripe);
  await playYear({ stripe, openCheckout, lives, seed, days, from, name: 'A year' });
  return stripe;
}

beforeAll(async () => {
  const opened = await freshEmbedded();
  sandbox = await openSandbox(opened.db);
  remove = async () => {
    await sandbox.stop();
    await opened.remove();
  };
  lists = await readLists(await play('sk_test_the_year', size));
}, patience);
afterAll(() => remove());

test('the year has all that money can go through', () => {
  expect(lists.charges.some(({ status }) => status === 'failed')).toBe(true);
  expect(lists.refunds.length).toBeGreaterThan(0);
  expect(new Set(lists.disputes.map(({ status }) => status))).toEqual(new Set(['won', 'lost']));
  expect(lists.payouts.length).toBeGreaterThan(10);
  const days = lists.charges.map(({ created }) => created);
  expect((Math.max(...days) - Math.min(...days)) / 86_400).toBeGreaterThan(330);
  expect(new Set(lists.charges.map(({ currency }) => currency))).toEqual(new Set(currencies));
});

test('what came in is there or was paid out, to the cent, and payouts are the sum of their parts', () => {
  expect(arithmeticFaults(lists)).toEqual([]);
});

const first = <T>(some: readonly T[], change: (one: T) => T): T[] =>
  some.map((one, i) => (i === 0 ? change(one) : one));

const doctored: [what: string, doctor: (lists: Lists) => Lists, says: RegExp][] = [
  [
    'a charge that is left out',
    (given) => {
      const charges = [...given.charges];
      charges.splice(
        charges.findIndex(({ paid }) => paid),
        1,
      );
      return { ...given, charges };
    },
    /was earned/,
  ],
  [
    'a refund of one cent more',
    (given) => ({
      ...given,
      refunds: first(given.refunds, (refund) => {
        const moved = refund.balance_transaction as Stripe.BalanceTransaction;
        return { ...refund, balance_transaction: { ...moved, amount: moved.amount - 1 } };
      }),
    }),
    /was earned/,
  ],
  [
    'a dispute that moved nothing',
    (given) => ({
      ...given,
      disputes: given.disputes.map((dispute) => ({ ...dispute, balance_transactions: [] })),
    }),
    /is that of nothing/,
  ],
  [
    'a payout of one cent more',
    (given) => ({
      ...given,
      payouts: first(given.payouts, (payout) => ({ ...payout, amount: payout.amount + 1 })),
    }),
    /payout of/,
  ],
  [
    'a transaction in two payouts',
    (given) => {
      const [[id, parts], [, others]] = [...given.partsOf] as [
        [string, Stripe.BalanceTransaction[]],
        [string, Stripe.BalanceTransaction[]],
      ];
      return { ...given, partsOf: new Map([...given.partsOf, [id, [...parts, others[0]!]]]) };
    },
    /in two payouts/,
  ],
  [
    'a charge without its fee',
    (given) => ({
      ...given,
      transactions: given.transactions.map((moved) =>
        moved.type === 'charge' ? { ...moved, fee: 0, net: moved.amount } : moved,
      ),
    }),
    /a charge of \d+ has a fee of 0/,
  ],
  [
    'a fee that is given back with a refund',
    (given) => ({
      ...given,
      transactions: given.transactions.map((moved) =>
        moved.type === 'refund' ? { ...moved, fee: -30, net: moved.amount + 30 } : moved,
      ),
    }),
    /a refund of -\d+ has a fee of -30/,
  ],
  [
    'money that is available and never came',
    (given) => ({
      ...given,
      balance: {
        ...given.balance,
        available: first(given.balance.available, (fund) => ({ ...fund, amount: fund.amount + 1 })),
      },
    }),
    /is there/,
  ],
];

test.each(doctored)('the judge sees %s', (_what, doctor, says) => {
  const faults = arithmeticFaults(doctor(lists));
  expect(faults.some((fault) => says.test(fault))).toBe(true);
});

test(
  'the same seed plays the same year',
  async () => {
    const small = { supporters: 3, days: 40, seed: 11 };
    const [one, same, other] = [
      await play('sk_test_one_year', small),
      await play('sk_test_the_same_year', small),
      await play('sk_test_another_year', { ...small, seed: 12 }),
    ];
    const books = await readBooks(one, from);
    expect(books.counts.charges).toBeGreaterThan(2);
    expect(await readBooks(same, from)).toEqual(books);
    expect((await readBooks(other, from)).digest).not.toBe(books.digest);
  },
  patience,
);

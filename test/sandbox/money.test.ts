import fc from 'fast-check';
import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { feeFaults } from '../judges/books/feeFaults.ts';
import { type Books, earnedIn, heldIn, paidOut, readBooks } from './balanceSheet.ts';
import { openSandbox, type RunningSandbox } from './givenSandbox.ts';
import { onClock } from './onClock.ts';
import { paidCharge } from './paidCharge.ts';

const cards = {
  good: 'visa',
  atOnce: 'bypassPending',
  slowRefund: 'pendingRefund',
  failingRefund: 'refundFail',
  disputed: 'createDispute',
  asked: 'createDisputeInquiry',
} as const;
const currencies = ['usd', 'eur', 'huf'] as const;

const amount = fc.integer({ min: 100, max: 50_000 });
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('charge' as const),
      card: fc.constantFrom(...Object.values(cards)),
      currency: fc.constantFrom(...currencies),
      amount,
      isUnderClock: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('exchange' as const), amount }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('refund' as const), of: fc.nat(20), amount }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      of: fc.nat(20),
      words: fc.constantFrom('winning_evidence', 'losing_evidence', 'escalate_inquiry_evidence'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('payout' as const),
      currency: fc.constantFrom(...currencies),
      amount,
      isCanceled: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      days: fc.integer({ min: 1, max: 12 }),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A publication whose money moves as it is told; what is refused says so and moves nothing. */
async function givenMoney({ stripe, clock, keepHouse }: RunningSandbox) {
  const life = await onClock(stripe);
  const { id: customer } = await life.customer();
  const charges: string[] = [];
  const pick = <T>(all: readonly T[], at: number) => all[at % all.length];

  async function take(one: Step): Promise<unknown> {
    switch (one.do) {
      case 'charge': {
        const { card, currency } = one;
        const more = one.isUnderClock ? { customer } : {};
        return charges.push(
          (await paidCharge(stripe, { card, currency, amount: one.amount, ...more })).id,
        );
      }
      case 'exchange':
        return charges.push((await paidCharge(stripe, { currency: 'jpy', amount: one.amount })).id);
      case 'refund':
        return stripe.refunds.create({
          charge: pick(charges, one.of) ?? 'none',
          amount: one.amount,
        });
      case 'answer': {
        const { data } = await stripe.disputes.list({ limit: 100 });
        const evidence = { uncategorized_text: one.words };
        return stripe.disputes.update(pick(data, one.of)?.id ?? 'none', { evidence });
      }
      case 'payout': {
        const { id } = await stripe.payouts.create({ amount: one.amount, currency: one.currency });
        return one.isCanceled && stripe.payouts.cancel(id);
      }
      case 'wait':
        clock.advance({ days: one.days });
        await keepHouse();
        return life.pass(one.days);
    }
  }
  return { stripe, take };
}

async function isRefused(doing: Promise<unknown>): Promise<boolean> {
  try {
    await doing;
    return false;
  } catch (error) {
    expect((error as Stripe.errors.StripeError).statusCode).toSatisfy(
      (code) => code === 400 || code === 404,
    );
    return true;
  }
}

eachDatabase('money', (database) => {
  test('is never lost nor made, whatever happens in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const sandbox = await openSandbox(database());
        try {
          const { stripe, take } = await givenMoney(sandbox);
          let before: Books | undefined;
          for (const one of steps) {
            before ??= await readBooks(stripe);
            if (await isRefused(take(one))) expect(await readBooks(stripe)).toEqual(before);
            else before = undefined;
          }
          const books = await readBooks(stripe);
          expect(feeFaults(books.transactions)).toEqual([]);
          for (const currency of currencies)
            expect([currency, heldIn(currency, books)]).toEqual([
              currency,
              earnedIn(currency, books),
            ]);
          const payouts = await paidOut(stripe, books);
          for (const { amount: paid, sum } of payouts) expect(sum).toBe(paid);
          const rows = payouts.flatMap((payout) => payout.rows.map(({ id }) => id));
          expect(new Set(rows).size).toBe(rows.length);
        } finally {
          await sandbox.stop();
        }
      }),
      { numRuns: 8 },
    );
  }, 240_000);
});

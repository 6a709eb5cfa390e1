import fc from 'fast-check';
import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { claimEvent } from '../../src/webhooks/claims.ts';
import { asStripeSays, stripesArithmetic, tellBooks } from './tellBooks.ts';
import { type Act, openPublication, type Publication, startWorld, type World } from './world.ts';

// HISTORIES=200 plays more of them; `npm run test:long` plays thousands.
const histories = Number(process.env.HISTORIES || 6);
vi.setConfig({ testTimeout: 60_000 + histories * 60_000, hookTimeout: 180_000 });

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

const anAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('give' as const),
      frequency: fc.constantFrom('once', 'monthly', 'annual'),
      amount: fc.integer({ min: 200, max: 90_000 }),
      card: fc.constantFrom('good', 'good', 'declined', 'disputed', 'refundFails'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      days: fc.constantFrom(1, 2, 3, 5, 31),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('refund' as const), part: fc.constantFrom(0.3, 1) }),
  },
  { weight: 1, arbitrary: fc.constant<Act>({ do: 'cancel' }) },
  { weight: 1, arbitrary: fc.constant<Act>({ do: 'abandon' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('answerBank' as const),
      words: fc.constantFrom('winning_evidence', 'losing_evidence'),
    }),
  },
);

/** How news of a history arrives: in which order, how often, what is lost, and where a worker dies. */
interface Disorder {
  readonly seed: number;
  readonly currency: string;
}

/** Numbers from 0 to 1 that are the same for the same seed. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function tellInDisorder(
  { disorderly, events }: Publication,
  seed: number,
): Promise<Stripe.Event[]> {
  const roll = dice(seed);
  const told = events.flatMap((event) => {
    const copies = roll() < 0.25 ? 0 : roll() < 0.3 ? 2 : 1;
    return Array.from({ length: copies }, () => ({ event, at: roll() }));
  });
  told.sort((a, b) => a.at - b.at);
  for (const [i, { event }] of told.entries()) {
    await disorderly.keep(event);
    // A worker dies with an event in its hands; another takes it once the lease is over.
    if (roll() < 0.1) {
      await claimEvent(world.disorderly, 'lease_of_the_dead', 0);
      await world.disorderly.query("update event set run_at = now() where status = 'received'");
    }
    if (i % 7 === 6 && roll() < 0.5) await disorderly.settle();
  }
  await disorderly.settle();
  return events.filter((event) => !told.some((one) => one.event.id === event.id));
}

test('in whatever order, number and pieces the news comes, the books are right in the end', async () => {
  const history = fc.array(anAct, { minLength: 2, maxLength: 6 });
  const disorder: fc.Arbitrary<Disorder> = fc.record({
    seed: fc.integer(),
    currency: fc.constantFrom('usd', 'usd', 'eur', 'jpy'),
  });
  await fc.assert(
    fc.asyncProperty(history, disorder, async (acts, { seed, currency }) => {
      const paper = openPublication(world, currency);
      await paper.play(acts);
      await tellInDisorder(paper, seed);
      await paper.disorderly.backfill.run(paper.beganAt);
      await paper.disorderly.settle();
      const [from, to] = paper.days();
      const found = await paper.disorderly.reconcile.run(from, to);
      const wanted = await tellBooks(world.orderly, paper.id);
      const books = await tellBooks(world.disorderly, paper.id);
      await paper.end();
      expect(books.accounts).toEqual(wanted.accounts);
      expect(books.movements).toEqual(wanted.movements);
      expect(books.gifts).toEqual(wanted.gifts);
      expect(books.pledges).toEqual(wanted.pledges);
      expect(books.declines).toEqual(wanted.declines);
      expect(asStripeSays(books.accounts)).toEqual(await stripesArithmetic(paper.client));
      const completed = found.payouts.filter(({ unexplained }) => unexplained !== null);
      expect(completed.filter(({ isReconciled }) => !isReconciled)).toEqual([]);
      expect(found.days.flatMap(({ unknown, different }) => [...unknown, ...different])).toEqual(
        [],
      );
    }),
    { numRuns: histories, endOnFailure: true },
  );
});

import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDisorder, dice } from './disorder.ts';
import { asStripeSays, stripesArithmetic, tellBooks } from './tellBooks.ts';
import {
  type Act,
  openPublications,
  type Paper,
  type Publications,
  startWorld,
  type World,
} from './world.ts';

// Each history is another publication's, with an account of its own; a batch of them shares a world, so that its days pass
// once for all. HISTORIES=1000 plays more; HISTORIES_SEED=… plays the same again; with the seed of a batch and
// HISTORIES=25, that batch alone.
const histories = Number(process.env.HISTORIES || 200);
const perBatch = 25;
const seed = Number(process.env.HISTORIES_SEED || randomInt(2 ** 31));
const batches = Math.ceil(histories / perBatch);

const anAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('give' as const),
      frequency: fc.constantFrom('once', 'monthly', 'annual'),
      amount: fc.integer({ min: 200, max: 90_000 }),
      card: fc.constantFrom('good', 'good', 'declined', 'disputed', 'refundFails'),
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
/** What happens to one publication: in each round an act, or nothing. The first is a gift, or there is no history. */
const aHistory = fc.record({
  currency: fc.constantFrom('usd', 'usd', 'eur', 'jpy'),
  acts: fc
    .tuple(
      anAct.filter((act) => act.do === 'give'),
      fc.array(fc.option(anAct, { freq: 4 }), { minLength: 1, maxLength: 3 }),
    )
    .map(([first, rest]) => [first, ...rest]),
});

/** Does something for each, a few at a time: the stand-in is one process. */
async function forEach<T>(all: readonly T[], work: (one: T, i: number) => Promise<void>) {
  let next = 0;
  const worker = async () => {
    while (next < all.length) {
      const i = next++;
      await work(all[i]!, i);
    }
  };
  await Promise.all(Array.from({ length: 5 }, worker));
}

async function play(world: World, publications: Publications, acts: (Act | null)[][], of: number) {
  const { papers, orderly, pass } = publications;
  const roll = dice(of);
  const disorder = createDisorder(world.disorderly, publications, of);
  for (let round = 0; round < 5; round += 1) {
    await forEach(papers, async (paper, i) => {
      const act = acts[i]![round];
      if (act) await paper.perform(act);
    });
    // In every fourth batch a month goes by, in which gifts are renewed.
    if (round > 0) await pass(round === 2 && of % 4 === 0 ? 31 : 1 + Math.floor(roll() * 3));
    await forEach(papers, async (paper) => {
      const news = await paper.news();
      for (const event of news) await orderly.keep(event, paper.id);
      disorder.hear(paper.id, news, round);
    });
    await orderly.settle();
    await disorder.tell(round);
  }
  await disorder.tell(Number.POSITIVE_INFINITY);
  return disorder;
}

async function judge(world: World, { client, id }: Paper): Promise<void> {
  const wanted = await tellBooks(world.orderly, id);
  const books = await tellBooks(world.disorderly, id);
  const { payouts: _, ...told } = books;
  const { payouts: __, ...wantedTold } = wanted;
  expect(told).toEqual(wantedTold);
  expect(asStripeSays(books.accounts)).toEqual(await stripesArithmetic(client));
}

/** @returns what happened, in numbers */
async function playBatch(of: number, size: number) {
  const world = await startWorld();
  try {
    const plans = fc.sample(aHistory, { seed: of, numRuns: size });
    const currencies = plans.map(({ currency }) => currency);
    const publications = openPublications(world, currencies);
    const { papers, disorderly, beganAt, days } = publications;
    const acts = plans.map((plan) => plan.acts);
    const disorder = await play(world, publications, acts, of);
    await disorderly.backfill.run(beganAt);
    await disorderly.settle();
    const found = await disorderly.reconcile.run(...days());
    await disorder.end();
    await forEach(papers, async (paper, i) => {
      await judge(world, paper).catch((error: Error) => {
        error.message = `batch seed ${of}, history ${i}: ${JSON.stringify(plans[i])}\n${error.message}`;
        throw error;
      });
    });
    const completed = found.payouts.filter(({ unexplained }) => unexplained !== null);
    expect(completed.filter(({ isReconciled }) => !isReconciled)).toEqual([]);
    expect(found.days.flatMap(({ unknown, different }) => [...unknown, ...different])).toEqual([]);
    const events = papers.reduce((sum, paper) => sum + paper.events.length, 0);
    return { ...disorder.counts, events, payouts: completed.length };
  } finally {
    await world.stop();
  }
}

test(
  `${histories} random histories: however their news comes, the books are right in the end`,
  async () => {
    process.stdout.write(`histories: HISTORIES_SEED=${seed}\n`);
    const sum: Record<string, number> = {};
    for (let batch = 0; batch < batches; batch += 1) {
      const size = Math.min(perBatch, histories - batch * perBatch);
      const counts = await playBatch(seed + batch, size);
      for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count;
    }
    process.stdout.write(`histories: ${JSON.stringify(sum)}\n`);
    // The disorder was one: each kind of it happened.
    for (const name of ['lost', 'doubled', 'late', 'deaths', 'slow', 'payouts'])
      expect(sum[name]).toBeGreaterThan(0);
  },
  300_000 + histories * 20_000,
);

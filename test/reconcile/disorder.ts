import type Stripe from 'stripe';
import { applyOutcome, type Outcome } from '../../src/checkout/outcome.ts';
import type { Database } from '../../src/ground/sql.ts';
import { claimEvent } from '../../src/webhooks/claims.ts';
import { createHandle } from '../../src/webhooks/handle.ts';
import type { Publications } from './world.ts';

/** Numbers from 0 to 1 that are the same for the same seed. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Told {
  readonly event: Stripe.Event;
  readonly paper: string;
  /** In which round it comes, and when in it. */
  readonly round: number;
  readonly at: number;
}

/** Tells news in disorder: some never, some twice, many rounds late, all shuffled, with workers that die. */
export function createDisorder(db: Database, { disorderly }: Publications, seed: number) {
  const roll = dice(seed);
  let waiting: Told[] = [];
  const counts = { told: 0, lost: 0, doubled: 0, late: 0, deaths: 0, slow: 0 };
  const handle = createHandle({ db, accounts: disorderly.accounts });
  let unwritten: Outcome[] = [];
  const unwrittenToTheEnd: Outcome[] = [];

  /** A worker dies with an event in its hands; another takes it once the lease is over. */
  async function die(): Promise<void> {
    counts.deaths += 1;
    await claimEvent(db, 'lease_of_the_dead', 0);
    await db.query("update event set run_at = now() where status = 'received'");
  }

  /**
   * A slow worker asks Stripe now, and writes what it was told when others have long heard otherwise: in the next round,
   * or when all is over and nothing that comes later puts it right.
   */
  async function beSlow({ event, paper }: Told): Promise<void> {
    const objectId = (event.data.object as { id?: string }).id ?? null;
    const result = await handle({ type: event.type, publisher: paper, objectId });
    if ('ignored' in result) return;
    counts.slow += 1;
    (roll() < 0.5 ? unwritten : unwrittenToTheEnd).push(result);
  }

  async function writeSlow(outcomes: readonly Outcome[]): Promise<void> {
    for (const one of outcomes)
      await db.transaction((tx) => applyOutcome(tx, one, disorderly.clock.now()));
  }

  return {
    counts,
    /** What slow workers still have in hand is written, after all. */
    end: () => writeSlow([...unwritten, ...unwrittenToTheEnd]),
    hear(paper: string, events: readonly Stripe.Event[], round: number): void {
      for (const event of events) {
        const copies = roll() < 0.25 ? 0 : roll() < 0.3 ? 2 : 1;
        if (copies === 0) counts.lost += 1;
        if (copies === 2) counts.doubled += 1;
        for (let i = 0; i < copies; i += 1) {
          const delay = roll() < 0.4 ? 0 : Math.floor(roll() * 5);
          if (delay > 0) counts.late += 1;
          waiting.push({ event, paper, round: round + delay, at: roll() });
        }
      }
    },
    /** Tells what is due in a round, or all that is left. */
    async tell(round: number): Promise<void> {
      const due = waiting.filter((one) => one.round <= round).sort((a, b) => a.at - b.at);
      waiting = waiting.filter((one) => one.round > round);
      const slow = unwritten;
      unwritten = [];
      for (const [i, one] of due.entries()) {
        const { event, paper } = one;
        counts.told += 1;
        await disorderly.keep(event, paper);
        if (roll() < 0.1) await die();
        if (roll() < 0.25) await beSlow(one);
        if (i % 40 === 39 && roll() < 0.5) await disorderly.settle();
      }
      if (roll() < 0.6 || round === Number.POSITIVE_INFINITY) await disorderly.settle();
      await writeSlow(slow);
    },
  };
}

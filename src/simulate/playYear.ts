import { dayMs } from '../ground/clock.ts';
import type { Stripe } from '../ground/stripe.ts';
import { deeds } from './deeds.ts';
import type { Deed, Life } from './life.ts';
import { payOnPage } from './payOnPage.ts';
import { createSeeded } from './seeded.ts';
import { giveFirst, type OpenCheckout, type Supporter, type World } from './supporter.ts';

const daySeconds = dayMs / 1000;

export interface YearFacts {
  readonly stripe: Stripe;
  readonly openCheckout: OpenCheckout;
  readonly lives: readonly Life[];
  readonly seed: number;
  /** Midnight (UTC) at which it begins, in unix seconds. */
  readonly from: number;
  readonly days: number;
  /** What the year's test clock is called. */
  readonly name: string;
  /** Told after each day. */
  readonly onDay?: (played: YearSoFar) => void;
  /** Ends the year early, between two deeds. */
  readonly signal?: AbortSignal;
}

export interface YearSoFar {
  readonly clock: string;
  /** Days that are over. */
  readonly day: number;
  readonly supporters: number;
  readonly deeds: number;
}

interface DueDeed {
  readonly life: Life;
  readonly deed: Deed;
}

/** The deeds of each day, in the order of the supporters. */
function byDay(lives: readonly Life[]): Map<number, DueDeed[]> {
  const days = new Map<number, DueDeed[]>();
  for (const life of lives)
    for (const deed of life.deeds)
      days.set(deed.day, [...(days.get(deed.day) ?? []), { life, deed }]);
  return days;
}

/** Plays lives through the API and the page of Checkout, a test clock going from day to day. */
export async function playYear(facts: YearFacts): Promise<YearSoFar> {
  const { stripe, openCheckout, from, days, signal } = facts;
  const { id: clock } = await stripe.testHelpers.testClocks.create({
    frozen_time: from,
    name: facts.name,
  });
  const world: World = { stripe, openCheckout, clock };
  const known = new Map<number, Supporter>();
  const due = byDay(facts.lives);
  const chance = createSeeded(facts.seed);
  let done = 0;

  async function doDeed({ life, deed }: DueDeed): Promise<void> {
    if (deed.kind === 'give') known.set(life.number, await giveFirst(world, life, payOnPage));
    else await deeds[deed.kind](world, known.get(life.number)!, deed);
    done += 1;
  }

  const played = (day: number) => ({ clock, day, supporters: known.size, deeds: done });
  const advance = (to: number) =>
    stripe.testHelpers.testClocks.advance(clock, { frozen_time: to }, { timeout: 600_000 });

  for (let day = 0; day < days; day += 1) {
    // People do things in the day, each day at another time of it.
    await advance(from + day * daySeconds + chance.between(8 * 3600, 21 * 3600));
    for (const one of due.get(day) ?? []) {
      if (signal?.aborted) return played(day);
      await doDeed(one);
    }
    if (signal?.aborted) return played(day);
    facts.onDay?.(played(day + 1));
  }
  await advance(from + days * daySeconds);
  return played(days);
}

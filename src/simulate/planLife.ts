import { exponentOf } from '../ground/money.ts';
import type { Deed, Life } from './life.ts';
import { createSeeded, type Seeded } from './seeded.ts';

const paying = ['4242424242424242', '5555555555554444', '378282246310005'];
const refusing = '4000000000000002';
const askingOnce = '4000002500003155';
const disputing = '4000000000000259';

const monthDays = 30.44;
/** So long a failing card is tried before the gift ends. */
const dunningDays = 21;
/** Beside so many who give monthly there is one annual gift; and so many there are for one gift that is made once. */
const monthlyForOneAnnual = 10;
const monthlyForOneOnce = 3;

export interface PlanFacts {
  readonly seed: number;
  /** So many give monthly at a time: who leaves is followed by another. */
  readonly supporters: number;
  readonly days: number;
  readonly currencies: readonly string[];
}

/** Minor units: whole units of a currency with decimals, hundreds of one without. */
function amountOf(chance: Seeded, currency: string, frequency: Life['frequency']): number {
  const unit = exponentOf(currency) === 0 ? 100 : 10 ** exponentOf(currency);
  const units = { monthly: [2, 5, 5, 10, 20], annual: [24, 60, 120], once: [5, 10, 25, 50] };
  return chance.pick(units[frequency]) * unit;
}

function cardsOf(chance: Seeded, frequency: Life['frequency']): string[] {
  const good = chance.pick(paying);
  const roll = chance.between(1, 1000);
  if (roll <= 60) return [refusing, good];
  if (roll <= 110) return [askingOnce];
  return [roll <= 140 && frequency === 'once' ? disputing : good];
}

const answers = ['winDispute', 'loseDispute', 'concedeDispute'] as const;

function singleDeeds(chance: Seeded, day: number, cards: readonly string[]): Deed[] {
  if (cards.includes(disputing)) {
    // One in four is left unanswered, and so is lost when its time is up.
    const answered = { day: day + chance.between(3, 8), kind: chance.pick(answers) };
    return chance.happens(750) ? [answered] : [];
  }
  if (!chance.happens(40)) return [];
  const kind = chance.pick(['refund', 'refundHalf'] as const);
  return [{ day: day + chance.between(2, 20), kind }];
}

interface Month {
  readonly deeds: readonly Deed[];
  /** The day by which the gift is over, where the supporter leaves. */
  readonly endsOn?: number;
}

/** What happens in a month of a recurring gift, around the renewal at its end. Mostly nothing. */
function monthOf(chance: Seeded, life: Sketch, renewal: number): Month {
  const day = renewal - chance.between(8, 25);
  const roll = chance.between(1, 1000);
  const isMonthly = life.frequency === 'monthly';
  if (isMonthly && roll <= 35) {
    // Cards fail at renewals; who mends theirs does so after the second attempt and before the third.
    const broken: Deed = { day: renewal - 5, kind: 'breakCard' };
    if (chance.happens(350)) return { deeds: [broken], endsOn: renewal + dunningDays };
    return { deeds: [broken, { day: renewal + 6, kind: 'mendCard' }] };
  }
  if (isMonthly && roll <= 43)
    return {
      deeds: [
        { day: renewal - 5, kind: 'takeDisputedCard' },
        { day: renewal + 4, kind: 'mendCard' },
        { day: renewal + 5, kind: chance.pick(answers) },
      ],
    };
  if (roll <= 68) {
    const amount = amountOf(chance, life.currency, life.frequency);
    return { deeds: [{ day, kind: 'changeAmount', amount }] };
  }
  if (roll <= 83)
    return {
      deeds: [
        { day, kind: 'pause' },
        { day: day + chance.between(20, 70), kind: 'resume' },
      ],
    };
  if (roll <= 100) return { deeds: [{ day, kind: 'cancelAtPeriodEnd' }], endsOn: renewal };
  if (roll <= 104) return { deeds: [{ day, kind: 'cancelNow' }], endsOn: day };
  if (roll <= 112)
    return { deeds: [{ day, kind: chance.pick(['refund', 'refundHalf'] as const) }] };
  return { deeds: [] };
}

type Sketch = Omit<Life, 'deeds' | 'number'>;

function sketchOf(chance: Seeded, facts: PlanFacts, frequency: Life['frequency']): Sketch {
  const currency = chance.pick(facts.currencies);
  const cards = cardsOf(chance, frequency);
  return { frequency, currency, cards, amount: amountOf(chance, currency, frequency) };
}

/** A recurring gift from a day on, until its supporter leaves or the year is over. */
function recurringMonths(chance: Seeded, sketch: Sketch, joins: number, days: number): Month {
  const deeds: Deed[] = [];
  for (let month = 1; joins + month * monthDays < days; month += 1) {
    const more = monthOf(chance, sketch, joins + Math.round(month * monthDays));
    deeds.push(...more.deeds);
    if (more.endsOn !== undefined) return { deeds, endsOn: more.endsOn };
  }
  return { deeds };
}

type PlannedLife = Omit<Life, 'number'>;

function lifeOf({ days }: PlanFacts, sketch: Sketch, day: number, more: readonly Deed[]) {
  const deeds = [{ day, kind: 'give' as const }, ...more].filter((deed) => deed.day < days);
  return { ...sketch, deeds };
}

/** One who gives monthly from the first month on, its days alike, and who comes after them when they leave. */
function planSeat(facts: PlanFacts, seat: number): PlannedLife[] {
  const chance = createSeeded(facts.seed * 1_000_003 + seat);
  const lives: PlannedLife[] = [];
  for (let day = chance.between(0, 29); day < facts.days; ) {
    const sketch = sketchOf(chance, facts, 'monthly');
    const { deeds, endsOn = facts.days } = recurringMonths(chance, sketch, day, facts.days);
    lives.push(lifeOf(facts, sketch, day, deeds));
    day = endsOn + chance.between(1, 10);
  }
  return lives;
}

/** One who gives once, or annually, on some day of the year. */
function planVisit(facts: PlanFacts, frequency: 'annual' | 'once', visit: number): PlannedLife {
  const chance = createSeeded(facts.seed * 1_000_003 + 500_000 + visit);
  const day = chance.between(0, facts.days - 1);
  const sketch = sketchOf(chance, facts, frequency);
  const more =
    frequency === 'once'
      ? singleDeeds(chance, day, sketch.cards)
      : recurringMonths(chance, sketch, day, facts.days).deeds;
  return lifeOf(facts, sketch, day, more);
}

/** Thinks out all lives of a year; the same for the same facts. */
export function planLives(facts: PlanFacts): Life[] {
  const { supporters } = facts;
  const annual = Math.ceil(supporters / monthlyForOneAnnual);
  const once = Math.ceil(supporters / monthlyForOneOnce);
  const seats = Array.from({ length: supporters }, (_, seat) => planSeat(facts, seat + 1));
  const visits = Array.from({ length: annual + once }, (_, visit) =>
    planVisit(facts, visit < annual ? 'annual' : 'once', visit),
  );
  return [...seats.flat(), ...visits].map((life, i) => ({ ...life, number: i + 1 }));
}

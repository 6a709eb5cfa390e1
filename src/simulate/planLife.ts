import { exponentOf } from '../ground/money.ts';
import type { Deed, Life } from './life.ts';
import { createSeeded, type Seeded } from './seeded.ts';

const paying = ['4242424242424242', '5555555555554444', '378282246310005'];
const refusing = '4000000000000002';
const askingOnce = '4000002500003155';
const disputing = '4000000000000259';

const monthDays = 30.44;

export interface PlanFacts {
  readonly seed: number;
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
  /** Whether the supporter leaves. */
  readonly ends?: boolean;
}

/** What happens in a month of a recurring gift, around the renewal at its end. Mostly nothing. */
function monthOf(chance: Seeded, life: Omit<Life, 'deeds' | 'number'>, renewal: number): Month {
  const day = renewal - chance.between(8, 25);
  const roll = chance.between(1, 1000);
  const isMonthly = life.frequency === 'monthly';
  if (isMonthly && roll <= 35) {
    // Cards fail at renewals; who mends theirs does so after the second attempt and before the third.
    const broken: Deed = { day: renewal - 5, kind: 'breakCard' };
    if (chance.happens(350)) return { deeds: [broken], ends: true };
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
  if (roll <= 100) return { deeds: [{ day, kind: 'cancelAtPeriodEnd' }], ends: true };
  if (roll <= 104) return { deeds: [{ day, kind: 'cancelNow' }], ends: true };
  if (roll <= 112)
    return { deeds: [{ day, kind: chance.pick(['refund', 'refundHalf'] as const) }] };
  return { deeds: [] };
}

function recurringDeeds(
  chance: Seeded,
  life: Omit<Life, 'deeds' | 'number'>,
  joins: number,
  days: number,
): Deed[] {
  const deeds: Deed[] = [];
  for (let month = 1; joins + month * monthDays < days; month += 1) {
    const { deeds: more, ends } = monthOf(chance, life, joins + Math.round(month * monthDays));
    deeds.push(...more);
    if (ends) break;
  }
  return deeds;
}

/** Most supporters are there from the first month on; the others come as the year goes by. */
const joinDay = (chance: Seeded, days: number): number =>
  chance.happens(650) ? chance.between(0, Math.min(29, days - 1)) : chance.between(0, days - 1);

/** Thinks out one supporter's year; the same for the same seed and number, whoever else there is. */
export function planLife(facts: PlanFacts, number: number): Life {
  const chance = createSeeded(facts.seed * 1_000_003 + number);
  const frequency = chance.pick<Life['frequency']>([
    ...Array<'monthly'>(8).fill('monthly'),
    'annual',
    'once',
    'once',
  ]);
  const currency = chance.pick(facts.currencies);
  const cards = cardsOf(chance, frequency);
  const life = { frequency, currency, cards, amount: amountOf(chance, currency, frequency) };
  const day = joinDay(chance, facts.days);
  const more =
    frequency === 'once'
      ? singleDeeds(chance, day, cards)
      : recurringDeeds(chance, life, day, facts.days);
  const deeds = [{ day, kind: 'give' as const }, ...more].filter((deed) => deed.day < facts.days);
  return { ...life, number, deeds };
}

/** All lives of a year. */
export const planLives = (facts: PlanFacts): Life[] =>
  Array.from({ length: facts.supporters }, (_, number) => planLife(facts, number + 1));

import { expect, test } from 'vitest';
import { ArgumentError, readOptions } from '../../src/simulate/options.ts';
import { planLives } from '../../src/simulate/planLife.ts';

const now = new Date('2026-11-24T15:00:00Z');

test('without arguments it is the year until today', () => {
  expect(readOptions([], now)).toMatchObject({
    months: 12,
    supporters: 300,
    seed: 7,
    from: Date.parse('2025-11-24') / 1000,
    days: 365,
  });
});

test('a month is as long as it is, from the day that is given', () => {
  expect(readOptions(['--from', '2027-01-31', '--months', '1'], now)?.days).toBe(28);
});

test('every mistake is said at once', () => {
  const wrong = ['--months', 'x', '--suporters=3', 'foo', '--api', 'https://api.stripe.com'];
  expect(() => readOptions(wrong, now)).toThrow(ArgumentError);
  expect(() => readOptions(wrong, now)).toThrow(
    /--suporters is not an option[\s\S]*foo is not[\s\S]*--months must be[\s\S]*--api must be/,
  );
});

test('lives are the same for the same seed, and nobody acts before they give or after the year', () => {
  const facts = { seed: 3, supporters: 200, days: 365, currencies: ['usd', 'eur'] };
  const lives = planLives(facts);
  expect(planLives(facts)).toEqual(lives);
  expect(planLives({ ...facts, seed: 4 })).not.toEqual(lives);
  for (const { deeds } of lives) {
    expect(deeds[0]!.kind).toBe('give');
    expect(deeds.every(({ day }) => day >= deeds[0]!.day && day < facts.days)).toBe(true);
  }
});

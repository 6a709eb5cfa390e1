import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exponentOf, formatMoney, stepOf, toMajor } from '../../src/ground/money.ts';

test.each([
  ['usd', 2, 1],
  ['jpy', 0, 1],
  ['ugx', 2, 100],
  ['isk', 2, 100],
  ['jod', 3, 10],
  ['huf', 2, 1],
])('%s has Stripe’s exponent %i and goes in steps of %i', (currency, exponent, step) => {
  expect(exponentOf(currency)).toBe(exponent);
  expect(stepOf(currency)).toBe(step);
});

test.each([
  [{ amount: 200, currency: 'usd' }, 'en', '$2'],
  [{ amount: 250, currency: 'usd' }, 'en', '$2.50'],
  [{ amount: 500, currency: 'jpy' }, 'ja', '￥500'],
  [{ amount: 250, currency: 'eur' }, 'de', '2,50 €'],
  [{ amount: 123456, currency: 'usd' }, 'en', '$1,234.56'],
])('%o is written as a reader of %s writes it: %s', (money, locale, text) => {
  expect(formatMoney(money, locale).replace(/\u00a0/g, ' ')).toBe(text);
});

test('three decimals are kept where a currency has them', () => {
  expect(formatMoney({ amount: 2500, currency: 'jod' }, 'en')).toMatch(/2\.500/);
  expect(formatMoney({ amount: 2000, currency: 'jod' }, 'en')).toMatch(/2$/);
});

test('what is written says the amount exactly, in every currency', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 99_999_999 }),
      fc.constantFrom('usd', 'jpy', 'jod', 'eur'),
      (amount, currency) => {
        const digits = formatMoney({ amount, currency }, 'en').replace(/[^\d.]/g, '');
        expect(Number(digits)).toBe(toMajor({ amount, currency }));
      },
    ),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moneyPattern } from '../../src/appeal/moneyPattern.ts';
import { parseTyped, writeAmount } from '../../src/appeal/typedAmount.ts';
import { formatMoney, stepOf } from '../../src/ground/money.ts';

const cases: [locale: string, currency: string, typed: string, minor: number | null][] = [
  ['en', 'usd', '2', 200],
  ['en', 'usd', ' $2.50 ', 250],
  ['en', 'usd', '1,000.50', 100050],
  ['en', 'usd', '1,000', 100000],
  ['en', 'usd', '2,5', 250],
  ['en', 'usd', '.50', 50],
  ['en', 'usd', '1.000', null],
  ['en', 'usd', '1,00,000', null],
  ['en', 'usd', '10 USD', 1000],
  ['en', 'usd', '-5', null],
  ['en', 'usd', '1e5', null],
  ['en', 'usd', '', null],
  ['en', 'usd', 'five', null],
  ['en', 'usd', '5 or 6', null],
  ['en', 'usd', '1.234.567', null],
  ['en', 'usd', '999999999999999', null],
  ['de', 'eur', '1.000,50 €', 100050],
  ['de', 'eur', '1.000', 100000],
  ['de', 'eur', '1,000', null],
  ['de', 'eur', '2.50', 250],
  ['fr', 'eur', '1 000,5', 100050],
  ['de-CH', 'chf', '1’000.50', 100050],
  ['ja', 'jpy', '１，０００', null],
  ['ja', 'jpy', '１０００', 1000],
  ['ja', 'jpy', '1,000', 1000],
  ['ja', 'jpy', '10.5', null],
  ['ar-JO', 'jod', '٢', 2000],
  ['ar-JO', 'jod', '٢٫٥', 2500],
  ['ar-JO', 'jod', '٢٫٥٠٠', 2500],
  ['ar-JO', 'jod', '2.5', 2500],
  ['ar-JO', 'jod', '٢٫٥٠٥', null],
  ['fa', 'eur', '۱٬۰۰۰', 100000],
  ['en', 'isk', '500', 50000],
  ['en', 'isk', '500.50', null],
];

describe('an amount typed by a reader', () => {
  test.each(cases)('in %s, %s: "%s" is %s', (locale, currency, typed, minor) => {
    expect(parseTyped(typed, moneyPattern(currency, locale))).toBe(minor);
  });

  const written = fc.tuple(
    fc.constantFrom('en', 'ru', 'be', 'de', 'de-CH', 'fr', 'es', 'pl', 'tr', 'ar-JO', 'fa', 'ja'),
    fc.constantFrom('usd', 'eur', 'jpy', 'jod', 'isk'),
    fc.integer({ min: 1, max: 50_000_000 }),
  );

  test('is understood as it was written, in every language and currency', () => {
    fc.assert(
      fc.property(written, ([locale, currency, units]) => {
        const money = moneyPattern(currency, locale);
        const minor = units * stepOf(currency);
        expect(parseTyped(writeAmount(minor, money), money)).toBe(minor);
      }),
    );
  });

  // Four digits are grouped even where Polish and Spanish would not: both ways are read the same.
  test('is written by the browser as Intl writes it on the server, grouping aside', () => {
    fc.assert(
      fc.property(written, ([locale, currency, units]) => {
        const amount = units * stepOf(currency);
        const money = moneyPattern(currency, locale);
        const plain = (price: string) => price.replaceAll(money.group, '');
        expect(plain(writeAmount(amount, money))).toBe(
          plain(formatMoney({ amount, currency }, locale)),
        );
      }),
    );
  });

  test('never makes a number of garbage, and never throws', () => {
    const money = moneyPattern('usd', 'en');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,-’٫ a$') }), (text) => {
        const minor = parseTyped(text, money);
        expect(minor === null || (Number.isSafeInteger(minor) && minor >= 0)).toBe(true);
      }),
    );
  });
});

import { exponentOf, stepOf } from '../ground/money.ts';
import type { MoneyPattern } from './typedAmount.ts';

/** How a language writes a currency, learnt from Intl once on the server so that the browser needs none. */
export function moneyPattern(currency: string, locale: string): MoneyPattern {
  const exponent = exponentOf(currency);
  const parts = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  }).formatToParts(12345.5);
  const number = ['integer', 'group', 'decimal', 'fraction'];
  const pattern = parts
    .map(({ type, value }) => (number.includes(type) ? '#' : value))
    .join('')
    .replace(/#+/, '#');
  const zero = new Intl.NumberFormat(locale).format(0);
  const find = (wanted: string) => parts.find(({ type }) => type === wanted)?.value;
  return {
    pattern,
    decimal: find('decimal') ?? (find('group') === '.' ? ',' : '.'),
    group: find('group') ?? '',
    ...(zero === '0' ? {} : { zero }),
    exponent,
    step: stepOf(currency),
  };
}

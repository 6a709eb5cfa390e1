// Stripe's exponents, not ISO 4217's and not Intl's: https://docs.stripe.com/currencies
const zeroDecimal = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '),
);
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '));
/** Sent with two decimals though they have none of their own: only whole units are taken. */
const wholeUnitsOnly = new Set(['isk', 'ugx']);

export interface Money {
  /** Integer minor units as Stripe counts them. */
  readonly amount: number;
  /** ISO 4217, lower case, as Stripe writes it. */
  readonly currency: string;
}

/** How many decimals Stripe gives a currency: 0, 2 or 3. */
export function exponentOf(currency: string): 0 | 2 | 3 {
  if (zeroDecimal.has(currency)) return 0;
  return threeDecimal.has(currency) ? 3 : 2;
}

/** The smallest step Stripe takes: 100 where only whole units are taken, 10 for three decimals (the last must be 0), else 1. */
export function stepOf(currency: string): number {
  if (wholeUnitsOnly.has(currency)) return 100;
  return threeDecimal.has(currency) ? 10 : 1;
}

export const toMajor = ({ amount, currency }: Money): number => amount / 10 ** exponentOf(currency);

/** Making one takes longer than using it a hundred times; so many are kept. */
const formats = new Map<string, Intl.NumberFormat>();
const mostFormats = 500;

function formatOf(locale: string, currency: string, [least, most]: readonly [number, number]) {
  const key = `${locale} ${currency} ${least}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: least,
    maximumFractionDigits: most,
  });
  if (formats.size >= mostFormats) formats.clear();
  formats.set(key, made);
  return made;
}

/** A price as a reader of `locale` writes it, without decimals that are all zero: $2, 2,50 €. */
export function formatMoney(money: Money, locale: string): string {
  const digits = exponentOf(money.currency);
  const isWhole = money.amount % 10 ** digits === 0;
  const format = formatOf(locale, money.currency, [isWhole ? 0 : digits, digits]);
  return format.format(toMajor(money));
}

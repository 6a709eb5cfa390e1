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

/** A price as a reader of `locale` writes it, without decimals that are all zero: $2, 2,50 €. */
export function formatMoney(money: Money, locale: string): string {
  const digits = exponentOf(money.currency);
  const whole = money.amount % 10 ** digits === 0;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(toMajor(money));
}

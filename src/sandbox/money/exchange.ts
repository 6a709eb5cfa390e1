import { exponentOf, type Money } from '../../ground/money.ts';

/** The currencies that the account has bank accounts in: they are kept and paid out as they come. All others become dollars. */
export const settledCurrencies: readonly string[] =
  'aud cad chf czk dkk eur gbp huf nok nzd pln ron sek twd usd'.split(' ');
const defaultCurrency = 'usd';

/** Dollars for one unit of a currency. They never change, so that the same year brings the same money. */
const dollars: Readonly<Record<string, number>> = {
  aed: 0.2723,
  amd: 0.0026,
  azn: 0.5882,
  bgn: 0.59,
  bhd: 2.6525,
  brl: 0.18,
  clp: 0.00105,
  cny: 0.14,
  gel: 0.37,
  hkd: 0.1285,
  ils: 0.3,
  inr: 0.0115,
  jod: 1.4104,
  jpy: 0.0066,
  krw: 0.00071,
  kwd: 3.26,
  kzt: 0.0019,
  mxn: 0.054,
  php: 0.017,
  rub: 0.0125,
  sgd: 0.77,
  thb: 0.03,
  tnd: 0.34,
  try: 0.024,
  uah: 0.024,
  zar: 0.057,
};
/** Of currencies that are not in the table. */
const otherDollars = 0.1;

/** Money as it comes onto the balance. */
export interface Settlement extends Money {
  /** What its amount in minor units was multiplied by, as Stripe says it; null where it was not exchanged. */
  readonly rate: number | null;
}

/** How a payment comes onto the balance: as it is, or exchanged to dollars by a fixed rate. */
export function settle({ amount, currency }: Money): Settlement {
  if (settledCurrencies.includes(currency)) return { amount, currency, rate: null };
  const perUnit = dollars[currency] ?? otherDollars;
  const rate = Number((perUnit * 10 ** (2 - exponentOf(currency))).toPrecision(6));
  return { amount: Math.round(amount * rate), currency: defaultCurrency, rate };
}

/**
 * A part of a payment that goes back, by the payment's own rate: from the part that is gone already to the part that is
 * gone then, so that all parts together are the whole, to the cent.
 */
export const settlePart = (from: number, to: number, rate: number | null): number =>
  rate === null ? to - from : Math.round(to * rate) - Math.round(from * rate);

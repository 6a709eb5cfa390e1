import { exponentOf, formatMoney, type Money, stepOf } from '../../ground/money.ts';
import { ApiError, invalidParameter } from '../wire/apiError.ts';

// https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
const minimums: Record<string, number> = Object.fromEntries(
  Object.entries({
    30: 'gbp',
    50: 'usd ars aud brl cad chf cop eur idr ils inr jpy krw nzd php rub sgd zar',
    200: 'aed myr pln ron',
    250: 'dkk',
    300: 'nok sek',
    400: 'hkd',
    1000: 'mxn thb',
    1500: 'czk',
    17500: 'huf',
  }).flatMap(([least, currencies]) => currencies.split(' ').map((code) => [code, Number(least)])),
);

/** Eight digits; the rupiah has twelve. */
const mostOf = (currency: string) => (currency === 'idr' ? 999_999_999_999 : 99_999_999);

/** The smallest charge in minor units, as far as Stripe publishes it; 0 where it goes by another currency. */
export const leastOf = (currency: string): number => minimums[currency] ?? 0;

/** @throws ApiError where Stripe's rules on digits and steps refuse the amount */
export function checkAmount({ amount, currency }: Money, param: string): void {
  if (amount < 0)
    throw invalidParameter(
      param,
      'This value must be greater than or equal to 0.',
      'parameter_invalid_integer',
    );
  if (amount > mostOf(currency))
    throw invalidParameter(
      param,
      `Amount must be no more than ${formatMoney({ amount: mostOf(currency), currency }, 'en')}`,
      'amount_too_large',
    );
  const step = stepOf(currency);
  if (amount % step !== 0)
    throw invalidParameter(
      param,
      exponentOf(currency) === 3
        ? `Invalid amount: the last digit of an amount in ${currency.toUpperCase()} must be 0.`
        : `Invalid amount: amounts in ${currency.toUpperCase()} must be divisible by ${step}.`,
      'parameter_invalid_integer',
    );
}

/** @throws ApiError amount_too_small where a charge would be below the currency's minimum */
export function checkMinimum(money: Money, param: string, subject: string): void {
  const amount = leastOf(money.currency);
  if (money.amount >= amount && money.amount > 0) return;
  throw new ApiError({
    code: 'amount_too_small',
    param,
    message: `${subject} must be at least ${formatMoney({ ...money, amount: Math.max(amount, 1) }, 'en')} ${money.currency}`,
  });
}

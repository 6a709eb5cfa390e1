import { fromUnixSeconds } from '../../ground/clock.ts';
import { formatMoney } from '../../ground/money.ts';
import type { Stripe } from '../../ground/stripe.ts';
import { fillIn } from './copy/copy.ts';
import type { Voice } from './copy/copyFor.ts';

/** How often a price is paid: per month, every 3 months. */
export function intervalWords(
  { interval, interval_count: count }: Stripe.Price.Recurring,
  { copy }: Voice,
): string {
  const unit = interval as keyof typeof copy.per;
  return count === 1 ? copy.per[unit] : fillIn(copy.perMany[unit], { count: String(count) });
}

/** A day as the reader writes it, by UTC: that of Stripe's own times. */
export const dayWords = (seconds: number, { locale }: Voice): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    fromUnixSeconds(seconds),
  );

export const moneyWords = (amount: number, currency: string, { locale }: Voice): string =>
  formatMoney({ amount, currency }, locale);

const brands: Readonly<Record<string, string>> = {
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
};

export const brandWords = (brand: string): string => brands[brand] ?? brand;

/** Visa ending in 4242. */
export const cardWords = (
  { brand, last4 }: { readonly brand: string | null; readonly last4: string | null },
  { copy }: Voice,
): string => fillIn(copy.portal.cardName, { brand: brandWords(brand ?? ''), last4: last4 ?? '' });

/** 04/2031, in that order everywhere, as it stands on the card. */
export const expiryWords = ({ exp_month: month, exp_year: year }: Stripe.PaymentMethod.Card) =>
  `${String(month).padStart(2, '0')}/${year}`;

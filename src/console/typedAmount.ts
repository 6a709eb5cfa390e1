import { exponentOf } from '../ground/money.ts';

/**
 * An amount as people type it, in minor units: 12, 12.5, 12,50, 1 234,50 or $1,234.50. The last point or comma counts as
 * the decimal one unless three digits follow it and the currency has fewer. @returns undefined where it is no amount
 */
export function typedAmount(text: string, currency: string): number | undefined {
  const plain = text.replace(/[\s\u00A0\u202F'’]|\p{Sc}|[A-Za-z]{3}/gu, '');
  const decimals = exponentOf(currency);
  const [, whole, , part] = /^(\d{1,3}(?:[.,]\d{3})*|\d+)(?:([.,])(\d{1,3}))?$/.exec(plain) ?? [];
  if (whole === undefined) return undefined;
  const fraction = part ?? '';
  if (fraction.length > decimals) return undefined;
  const digits = whole.replaceAll(/[.,]/g, '') + fraction.padEnd(decimals, '0');
  const amount = Number(digits);
  return Number.isSafeInteger(amount) && digits.length < 16 ? amount : undefined;
}

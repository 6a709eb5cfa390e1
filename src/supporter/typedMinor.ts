import { exponentOf } from '../ground/money.ts';

/** Digits of any script that readers here write in, as ASCII: each script's block counts from its zero in the last four bits. */
export const asciiDigits = (text: string): string =>
  text.replace(/[٠-٩۰-۹０-９]/g, (digit) => String(digit.charCodeAt(0) & 15));

/** An amount as typed, in minor units: with a comma or a point; NaN where it is none. */
export function typedMinor(text: unknown, currency: string): number {
  const typed = typeof text === 'string' ? asciiDigits(text).trim().replace(/[,٫]/, '.') : '';
  if (!/^\d{1,9}(\.\d{1,3})?$/.test(typed)) return Number.NaN;
  return Math.round(Number(typed) * 10 ** exponentOf(currency));
}

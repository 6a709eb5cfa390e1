// Amounts as readers type them and see them, without Intl: the browser's first use of it costs up to 0.3 s.

/** How a currency is written in a language, made by the server's Intl. */
export interface MoneyPattern {
  /** A price with # for the number: "$#", "# €". */
  readonly pattern: string;
  readonly decimal: string;
  readonly group: string;
  /** The language's zero where it has digits of its own: "٠". */
  readonly zero?: string;
  /** Decimals of a minor unit: 0, 2 or 3. */
  readonly exponent: number;
  /** Minor units that can be paid: multiples of this. */
  readonly step: number;
}

/** The digits of every script sit in a block whose last four bits count from 0. */
const toAscii = (text: string) =>
  text.replace(/[٠-٩۰-۹０-９]/g, (digit) => String(digit.charCodeAt(0) & 15));

/**
 * Minor units of what a reader typed, or null where it cannot be told for certain: "1,000" is a thousand in English,
 * but refused in German, where it would be one; "2,50" and "2.50" are the same in both.
 */
export function parseTyped(text: string, { decimal, exponent, step }: MoneyPattern): number | null {
  const [, typed = ''] = /^[^\d.,٫−-]*([.,٫]?\d[\d.,٫٬'’\s]*?)[^\d−-]*$/.exec(toAscii(text)) ?? [];
  const number = typed.replace(/\s/g, '');
  const [, before = '', mark, after = ''] = /^(.*)([.,٫])(\d+)$/.exec(number) ?? [];
  const hasFraction = mark && (mark === decimal || after.length < 3);
  const whole = hasFraction ? before || '0' : number;
  const [, plain, separator] = /^(\d+)$|^\d{1,3}(?:([.,٬'’])\d{3})(?:\2\d{3})*$/.exec(whole) ?? [];
  if (!plain && (!separator || separator === decimal || separator === (hasFraction && mark)))
    return null;
  if (hasFraction && after.length > exponent) return null;
  const fraction = hasFraction ? after : '';
  const minor = Number(whole.replace(/\D/g, '') + fraction.padEnd(exponent, '0'));
  return minor % step === 0 && minor < 1e12 ? minor : null;
}

/** A number in the language's own digits. */
export const inDigits = (number: string | number, { zero }: MoneyPattern): string =>
  String(number).replace(/\d/g, (digit) =>
    zero ? String.fromCharCode(zero.charCodeAt(0) + Number(digit)) : digit,
  );

/** Minor units as a price, without decimals that are all zero. Four digits are always grouped. */
export function writeAmount(minor: number, money: MoneyPattern): string {
  const digits = String(minor).padStart(money.exponent + 1, '0');
  const cut = digits.length - money.exponent;
  const whole = digits.slice(0, cut).replace(/\B(?=(\d{3})+$)/g, money.group);
  const fraction = digits.slice(cut);
  const number = Number(fraction) ? whole + money.decimal + fraction : whole;
  return money.pattern.replace('#', () => inDigits(number, money));
}

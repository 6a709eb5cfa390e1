import type { Payer } from '../checkout/payer.ts';
import { passesLuhn, type TestCard, testCardOf } from '../payments/testCards.ts';
import type { Form } from '../wire/formDecode.ts';
import { cutText } from '../wire/keepable.ts';
import type { Copy } from './copy/copy.ts';

/** What stands in the fields, as it was typed. */
export interface CardValues {
  readonly email: string;
  readonly number: string;
  readonly expiry: string;
  readonly cvc: string;
  readonly name: string;
  readonly terms: boolean;
}

export type FieldName = keyof CardValues;
export type FieldErrors = Partial<Record<FieldName, string>>;

export const emptyValues: CardValues = {
  email: '',
  number: '',
  expiry: '',
  cvc: '',
  name: '',
  terms: false,
};

/** Digits as people of some languages type them. */
const latin = (text: string): string =>
  text.replace(/[٠-٩۰-۹]/g, (digit) => String(((digit.codePointAt(0)! - 0x660) % 0x90) % 10));

const textOf = (form: Form, name: string, most = 200): string => {
  const value = form[name];
  return typeof value === 'string' ? cutText(value.trim(), most) : '';
};

export function readValues(form: Form): CardValues {
  return {
    email: textOf(form, 'email', 512),
    number: latin(textOf(form, 'number', 40)).replace(/[\s-]/g, ''),
    expiry: latin(textOf(form, 'expiry', 20)),
    cvc: latin(textOf(form, 'cvc', 10)),
    name: textOf(form, 'name'),
    terms: textOf(form, 'terms') === 'yes',
  };
}

/** 12 / 34, 1234 or 12/2034 as month and year. */
export function readExpiry(text: string): { month: number; year: number } | undefined {
  const [, month, year] = /^(\d{1,2})\s*[/.-]?\s*(\d{2}|\d{4})$/.exec(text) ?? [];
  if (!month || !year || Number(month) < 1 || Number(month) > 12) return undefined;
  return { month: Number(month), year: Number(year) + (year.length === 2 ? 2000 : 0) };
}

export interface CardRules {
  readonly copy: Copy;
  readonly now: Date;
  readonly needsEmail: boolean;
  readonly needsTerms: boolean;
}

function expiryError(text: string, { copy, now }: CardRules): string | undefined {
  const expiry = readExpiry(text);
  if (!expiry) return copy.errors.expiry;
  const isPast = Date.UTC(expiry.year, expiry.month) <= now.getTime();
  return isPast ? copy.errors.expiryPast : undefined;
}

/** What is wrong with an address, if anything is. */
export const checkEmail = (email: string, { errors }: Copy): string | undefined =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? undefined : errors.email;

/** What is wrong with the fields, each in the reader's words. */
export function checkValues(values: CardValues, rules: CardRules): FieldErrors {
  const { errors } = rules.copy;
  const cvcLength = /^3[47]/.test(values.number) ? 4 : 3;
  const found: [FieldName, string | undefined | false][] = [
    ['email', rules.needsEmail && checkEmail(values.email, rules.copy)],
    ['number', !passesLuhn(values.number) && errors.number],
    ['expiry', expiryError(values.expiry, rules)],
    ['cvc', !(/^\d+$/.test(values.cvc) && values.cvc.length === cvcLength) && errors.cvc],
    ['name', values.name === '' && errors.name],
    ['terms', rules.needsTerms && !values.terms && errors.terms],
  ];
  return Object.fromEntries(found.filter(([, error]) => error)) as FieldErrors;
}

/** What may be written back into the page: of cards only test numbers, and never a security code. */
export const safeValues = (values: CardValues): CardValues => ({
  ...values,
  number: testCardOf(values.number) ? values.number : '',
  cvc: '',
});

/** The fields of a test card, ready to be sent. */
export const filled = (values: CardValues, card: TestCard, now: Date): CardValues => ({
  ...values,
  number: card.number,
  expiry: `12 / ${String((now.getUTCFullYear() + 3) % 100).padStart(2, '0')}`,
  cvc: card.brand === 'amex' ? '1234' : '123',
});

export const payerOf = (values: CardValues, knownEmail: string | null): Payer => ({
  email: knownEmail ?? (values.email || null),
  name: values.name,
});

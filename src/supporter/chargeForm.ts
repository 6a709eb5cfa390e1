import { type Day, dayIn, isDay, plusDays } from '../ground/calendar.ts';
import { fill, type LetterTexts } from '../ground/letterTexts.ts';
import { formatMoney } from '../ground/money.ts';
import type { Publisher } from '../ground/publisher.ts';
import { asciiDigits, typedMinor } from './typedMinor.ts';

/** What somebody reads on their statement. */
export interface ChargeClue {
  /** Minor units of the publisher's currency. */
  readonly amount: number;
  readonly day: Day;
  readonly last4: string;
}

export const chargeFields = ['amount', 'day', 'last4'] as const;
export type ChargeField = (typeof chargeFields)[number];

/** The form as it was sent, for showing it again. */
export type TypedClue = Readonly<Record<ChargeField, string>>;

export interface ClueFault {
  readonly field: ChargeField;
  readonly says: string;
}

export const typedClue = (body: Readonly<Record<string, unknown>>): TypedClue => {
  const of = (field: ChargeField) => String(body[field] ?? '').slice(0, 40);
  return { amount: of('amount'), day: of('day'), last4: of('last4') };
};

/** Reads the form, naming every fault at once, in the reader's words. */
export function readClue(
  typed: TypedClue,
  {
    publisher,
    locale,
    texts,
    now,
  }: { publisher: Publisher; locale: string; texts: LetterTexts; now: Date },
): { clue: ChargeClue } | { faults: ClueFault[] } {
  const { currency, timeZone } = publisher;
  const amount = typedMinor(typed.amount, currency);
  const last4 = asciiDigits(typed.last4).replace(/\s/g, '');
  const faults: ClueFault[] = [];
  if (!(amount > 0)) {
    const example = Object.values(publisher.amounts)[0]!.suggested;
    const price = formatMoney({ amount: example, currency }, locale);
    faults.push({ field: 'amount', says: fill(texts.chargeAmountFault, price) });
  }
  // Somewhere it is tomorrow already.
  if (!isDay(typed.day) || typed.day > plusDays(dayIn(timeZone, now), 1))
    faults.push({ field: 'day', says: texts.chargeDateFault });
  if (!/^\d{4}$/.test(last4)) faults.push({ field: 'last4', says: texts.chargeCardFault });
  return faults.length > 0 ? { faults } : { clue: { amount, day: typed.day, last4 } };
}

import type { Publisher } from '../ground/publisher.ts';
import { laterTextKeys, type Texts, type TextsOf, textsInOrder } from '../ground/textKeys.ts';
import { type DateWords, dateWords, spanInWords } from './dateWords.ts';
import { moneyPattern } from './moneyPattern.ts';
import type { MoneyPattern } from './typedAmount.ts';

/** What acts.json holds: all that the widget needs once a reader has the appeal in sight and may act. */
export interface ActsFile {
  readonly currency: string;
  /** Least and most by frequency, in minor units. */
  readonly bounds: Readonly<Record<string, readonly [min: number, max: number]>>;
  /** How to write and read an amount that is typed. */
  readonly money: MoneyPattern;
  readonly snooze: readonly (readonly [days: number, words: string])[];
  /** The least and the most days that may be chosen. */
  readonly days: readonly [least: number, most: number];
  /** Whether letters can be sent: else none is offered. */
  readonly mails: boolean;
  readonly date: DateWords;
  readonly quietDaysAfterOnce: number;
  /** By campaign and variant: what is said after a gift. */
  readonly thanks: Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;
  readonly later: TextsOf<typeof laterTextKeys>;
}

/** The second file of a publisher in a language. */
export function actsFile(
  publisher: Publisher,
  locale: string,
  texts: Texts,
  mails: boolean,
): ActsFile {
  const { amounts, currency, campaigns, snooze } = publisher;
  return {
    currency,
    bounds: Object.fromEntries(
      Object.entries(amounts).flatMap(([frequency, offered]) =>
        offered ? [[frequency, [offered.min, offered.max] as const]] : [],
      ),
    ),
    money: moneyPattern(currency, locale),
    snooze: snooze.days.map((days) => [days, spanInWords(days, locale)] as const),
    days: [snooze.min, snooze.max],
    mails,
    date: dateWords(locale),
    quietDaysAfterOnce: publisher.quietDaysAfterOnce,
    thanks: Object.fromEntries(
      campaigns.map(({ id, variants }) => [
        id,
        Object.fromEntries(
          variants.map(({ id, copy }) => [id, (copy[locale] ?? copy[publisher.locale]!).thanks]),
        ),
      ]),
    ),
    later: textsInOrder(texts, laterTextKeys),
  };
}

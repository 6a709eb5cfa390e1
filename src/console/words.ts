import { closestLocale, isLocale } from '../ground/locale.ts';
import { accountWords } from './words/accountWords.ts';
import { auditWords } from './words/auditWords.ts';
import { eventWords } from './words/eventWords.ts';
import { giftWords } from './words/giftWords.ts';
import { ledgerWords } from './words/ledgerWords.ts';
import { listWords } from './words/listWords.ts';
import { matterWords } from './words/matterWords.ts';
import { overviewWords } from './words/overviewWords.ts';
import { payoutWords } from './words/payoutWords.ts';
import { reasonWords } from './words/reasonWords.ts';
import { shellWords } from './words/shellWords.ts';

/** Every text of the console, in each of its languages: English, Russian. */
const words = {
  ...shellWords,
  ...accountWords,
  ...auditWords,
  ...listWords,
  ...matterWords,
  ...overviewWords,
  ...payoutWords,
  ...ledgerWords,
  ...eventWords,
  ...giftWords,
};

export type Word = keyof typeof words;
export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];

/** A text by its key, its {places} filled in. */
export type Say = (word: Word, places?: Readonly<Record<string, string | number>>) => string;

export const sayIn =
  (language: Language): Say =>
  (word, places = {}) =>
    words[word][languages.indexOf(language)]!.replace(/\{(\w+)\}/g, (_: string, name: string) =>
      String(places[name] ?? ''),
    );

/** A reason that is kept in English, in a language of the console; what nobody has translated stays as it is. */
export function reasonIn(language: Language, reason: string | null): string | null {
  if (language === 'en' || reason === null) return reason;
  const [english, russian] = reasonWords.find(([pattern]) => pattern.test(reason)) ?? [];
  return english && russian ? reason.replace(english, russian) : reason;
}

export const isWord = (text: string): text is Word => Object.hasOwn(words, text);

/** In which numbers and dates can be written; who chooses one without texts of its own reads English. */
export const locales =
  'en en-GB ru de fr es it pt nl pl uk be tr cs sv fi el ro hu ka hy az kk ar fa he ja zh ko'.split(
    ' ',
  );

/** What a language is called by those who speak it. */
export const localeName = (locale: string): string =>
  new Intl.DisplayNames(locale, { type: 'language' }).of(locale) ?? locale;

/** How numbers and dates are written for a visitor who has not chosen: as in the first language they accept. */
export const localeFor = (acceptLanguage: string | undefined): string =>
  (acceptLanguage ?? '')
    .split(',')
    .map((part) => part.split(';')[0]!.trim())
    .find((tag) => tag !== '' && tag !== '*' && isLocale(tag)) ?? 'en';

/** The language for a visitor who has not chosen: the first they accept that there is. */
export function languageFor(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => part.split(';')[0]!.trim())
    .map((tag) => closestLocale(tag, languages, ''))
    .find(Boolean);
  return (wanted as Language | undefined) ?? 'en';
}

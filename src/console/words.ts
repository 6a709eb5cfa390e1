import { closestLocale } from '../ground/locale.ts';
import { accountWords } from './words/accountWords.ts';
import { auditWords } from './words/auditWords.ts';
import { eventWords } from './words/eventWords.ts';
import { giftWords } from './words/giftWords.ts';
import { ledgerWords } from './words/ledgerWords.ts';
import { listWords } from './words/listWords.ts';
import { overviewWords } from './words/overviewWords.ts';
import { payoutWords } from './words/payoutWords.ts';
import { shellWords } from './words/shellWords.ts';

/** Every text of the console, in each of its languages: English, Russian. */
const words = {
  ...shellWords,
  ...accountWords,
  ...auditWords,
  ...listWords,
  ...overviewWords,
  ...payoutWords,
  ...ledgerWords,
  ...eventWords,
  ...giftWords,
};

export type Word = keyof typeof words;
export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];
export const languageNames: Record<Language, string> = { en: 'English', ru: 'Русский' };

/** A text by its key, its {places} filled in. */
export type Say = (word: Word, places?: Readonly<Record<string, string | number>>) => string;

export const sayIn =
  (language: Language): Say =>
  (word, places = {}) =>
    words[word][languages.indexOf(language)]!.replace(/\{(\w+)\}/g, (_: string, name: string) =>
      String(places[name] ?? ''),
    );

export const isWord = (text: string): text is Word => Object.hasOwn(words, text);

/** The language for a visitor who has not chosen: the first they accept that there is. */
export function languageFor(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => part.split(';')[0]!.trim())
    .map((tag) => closestLocale(tag, languages, ''))
    .find(Boolean);
  return (wanted as Language | undefined) ?? 'en';
}

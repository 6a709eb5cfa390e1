import { fileURLToPath } from 'node:url';
import { type LetterTextKey, letterTextKeys } from './letterTextKeys.ts';
import { closestLocale } from './locale.ts';
import type { Publisher } from './publisher.ts';
import { readTextFiles, type TextFiles, textsIn } from './textFiles.ts';

export type LetterTexts = Readonly<Record<LetterTextKey, string>>;

/** The words of letters, and of the pages to which they lead, for a reader of a publisher. */
export type LetterWords = (
  publisher: Publisher,
  locale: string | null | undefined,
) => { readonly locale: string; readonly texts: LetterTexts };

// Beside the code, as the migrations are: a publisher's file says what is to be said differently.
const folder = fileURLToPath(new URL('../../config/letters', import.meta.url));

/** Reads config/letters once. @throws ConfigError */
export function createLetterWords(): LetterWords {
  const files: TextFiles<LetterTextKey> = readTextFiles(folder, letterTextKeys);
  return (publisher, wanted) => {
    const locale = closestLocale(wanted ?? publisher.locale, [...files.keys()], publisher.locale);
    return { locale, texts: textsIn(files, locale, publisher.texts[locale]) };
  };
}

/** Puts names, dates and prices where the marks (#) are, in their order. A date that ends in a point (2026 г.) gets no second one. */
export const fill = (text: string, ...values: readonly string[]): string => {
  let next = 0;
  return text.replace(/#(\.?)/g, (_, point: string) => {
    const value = values[next++] ?? '';
    return value.endsWith('.') ? value : value + point;
  });
};

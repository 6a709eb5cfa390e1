import type { Publisher } from '../ground/publisher.ts';
import { readTextFiles, textsIn } from '../ground/textFiles.ts';
import { type Texts, textKeys } from '../ground/textKeys.ts';

/** The fixed texts of every language. @throws ConfigError naming each text that is missing or too many */
export const readTexts = (folder: string): ReadonlyMap<string, Texts> =>
  readTextFiles(folder, textKeys);

/** The texts in a language, or the closest there is, with what the publisher says differently. */
export const textsFor = (
  texts: ReadonlyMap<string, Texts>,
  publisher: Publisher,
  locale: string,
): Texts => textsIn(texts, locale, publisher.texts[locale]);

/** The languages in which every campaign of a publisher speaks; its own is always one. */
export const localesOf = (publisher: Publisher): string[] => {
  const variants = publisher.campaigns.flatMap((campaign) => campaign.variants);
  const spoken = new Set(variants.flatMap((variant) => Object.keys(variant.copy)));
  return [
    publisher.locale,
    ...[...spoken].filter(
      (locale) => locale !== publisher.locale && variants.every((variant) => variant.copy[locale]),
    ),
  ];
};

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../ground/config.ts';
import { closestLocale } from '../ground/locale.ts';
import type { Publisher } from '../ground/publisher.ts';
import { type TextKey, type Texts, textKeys } from '../ground/textKeys.ts';
import { faultsOf } from '../ground/validate.ts';

const fileSchema = z.strictObject(
  Object.fromEntries(textKeys.map((key) => [key, z.string().min(1)])) as Record<
    TextKey,
    z.ZodString
  >,
);

/** The fixed texts of every language. @throws ConfigError naming each text that is missing or too many */
export function readTexts(folder: string): ReadonlyMap<string, Texts> {
  const reasons: string[] = [];
  const texts = new Map<string, Texts>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const parsed = fileSchema.safeParse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    if (parsed.success) texts.set(file.replace(/\.json$/, ''), parsed.data);
    else reasons.push(...faultsOf(parsed.error).map(({ at, says }) => `${file}: ${at} ${says}`));
  }
  if (!texts.has('en')) reasons.push(`${folder}: en.json is missing`);
  if (reasons.length > 0) throw new ConfigError(reasons);
  return texts;
}

/** The texts in a language, or the closest there is, with what the publisher says differently. */
export function textsFor(
  texts: ReadonlyMap<string, Texts>,
  publisher: Publisher,
  locale: string,
): Texts {
  const own = publisher.texts[locale] ?? {};
  return { ...texts.get(closestLocale(locale, [...texts.keys()], 'en'))!, ...own };
}

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

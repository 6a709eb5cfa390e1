import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config.ts';
import { closestLocale } from './locale.ts';
import { faultsOf, tryOn } from './validate.ts';

/** Fixed texts by language. */
export type TextFiles<Key extends string> = ReadonlyMap<string, Readonly<Record<Key, string>>>;

/** Reads <locale>.json for every language there is. @throws ConfigError naming each text that is missing or too many */
export function readTextFiles<Key extends string>(
  folder: string,
  keys: readonly Key[],
): TextFiles<Key> {
  const schema = z.strictObject(Object.fromEntries(keys.map((key) => [key, z.string().min(1)])));
  const reasons: string[] = [];
  const texts = new Map<string, Record<Key, string>>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const parsed = tryOn(schema, JSON.parse(readFileSync(join(folder, file), 'utf8')));
    if (parsed.success) texts.set(file.replace(/\.json$/, ''), parsed.data as Record<Key, string>);
    else reasons.push(...faultsOf(parsed.error).map(({ at, says }) => `${file}: ${at} ${says}`));
  }
  if (!texts.has('en')) reasons.push(`${folder}: en.json is missing`);
  if (reasons.length > 0) throw new ConfigError(reasons);
  return texts;
}

/** The texts in a language, or the closest there is, with what is said differently in that language. */
export function textsIn<Key extends string>(
  texts: TextFiles<Key>,
  locale: string,
  differs: Partial<Record<Key, string>> = {},
): Readonly<Record<Key, string>> {
  return { ...texts.get(closestLocale(locale, [...texts.keys()], 'en'))!, ...differs };
}

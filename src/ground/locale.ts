import { z } from 'zod';

export const localeSchema = z
  .string()
  .refine(isLocale, 'must be a BCP 47 language tag, such as en or pt-BR');

const rightToLeft = new Set(['ar', 'he', 'fa', 'ur', 'yi', 'ps', 'sd', 'ug', 'dv', 'ckb']);

/** Which way a language is written. */
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  rightToLeft.has(locale.split('-')[0]!) ? 'rtl' : 'ltr';

/** The best of the offered languages for a wanted one: itself, else its base language (pt for pt-BR), else a sister, else the fallback. */
export function closestLocale(
  wanted: string,
  offered: readonly string[],
  fallback: string,
): string {
  const base = wanted.toLowerCase().split('-')[0]!;
  return (
    offered.find((one) => one.toLowerCase() === wanted.toLowerCase()) ??
    offered.find((one) => one.toLowerCase() === base) ??
    offered.find((one) => one.toLowerCase().split('-')[0] === base) ??
    fallback
  );
}

export function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag;
  } catch {
    return false;
  }
}

export function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

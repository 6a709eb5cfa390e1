import { z } from 'zod';
import { countrySchema } from './campaign.ts';
import { localeSchema } from './locale.ts';

/** Where giving is a crime. */
export const barredCountriesSchema = z
  .array(countrySchema)
  .default([])
  .describe('no appeal and no checkout there: giving is a crime');

/** Where giving is no crime but may have consequences, and what a reader there is told first. */
export const warnedCountriesSchema = z
  .strictObject({
    countries: z.array(countrySchema).min(1),
    text: z.record(localeSchema, z.string().trim().min(1).max(1000)).describe('by language'),
  })
  .optional()
  .describe('no appeal in articles there; on the page of its own, a warning above the form');

/** What is wrong with warnings beside the rest of a publisher's file: the part, and what it says. */
export function warnedFaults(file: {
  locale: string;
  barredCountries: readonly string[];
  warnedCountries?: z.output<typeof warnedCountriesSchema>;
}): ['text' | 'countries', string][] {
  const { locale, barredCountries, warnedCountries: warned } = file;
  return [
    ...(warned && warned.text[locale] === undefined
      ? [['text', `has no text in ${locale}`] as ['text', string]]
      : []),
    ...(warned?.countries.some((one) => barredCountries.includes(one))
      ? [['countries', 'one of them is barred'] as ['countries', string]]
      : []),
  ];
}

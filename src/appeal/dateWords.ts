/** How a language writes a day: a pattern with d, m and y marked, and the months as they stand in it. */
export interface DateWords {
  /** For example "{d} {m} {y}". */
  readonly pattern: string;
  /** The twelve, with a bar between. */
  readonly months: string;
}

/**
 * Learnt from Intl on the server, so that the browser needs none. Always the Gregorian calendar: dates of snoozes are
 * counted in its days. The year's trailing word (Russian "г.") is left to the sentence around the date.
 */
export function dateWords(locale: string): DateWords {
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeZone: 'UTC',
    calendar: 'gregory',
  });
  const partsOf = (month: number) => format.formatToParts(Date.UTC(2026, month, 1));
  const marks: Record<string, string> = { day: '{d}', month: '{m}', year: '{y}' };
  return {
    pattern: partsOf(0)
      .map(({ type, value }) => marks[type] ?? value)
      .join('')
      .replace(/(?<=\{y\})\s.*$/, ''),
    months: Array.from(
      { length: 12 },
      (_, month) => partsOf(month).find(({ type }) => type === 'month')!.value,
    ).join('|'),
  };
}

/** The first day of each month, without a year: "December 1". */
export function firstsOfMonths(locale: string): string[] {
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
    calendar: 'gregory',
  });
  return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2026, month, 1)));
}

const units = [
  { unit: 'year', days: 365 },
  { unit: 'month', days: 30 },
  { unit: 'week', days: 7 },
  { unit: 'day', days: 1 },
] as const;

/** A number of days in words: 7 "1 week", 30 "1 month", 90 "3 months", 10 "10 days". */
export function spanInWords(days: number, locale: string): string {
  const { unit, days: each } = units.find((one) => days % one.days === 0)!;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
    days / each,
  );
}

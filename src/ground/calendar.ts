/** A day of the Gregorian calendar, such as 2026-11-24; it has no time and no zone. */
export type Day = string;

const dayMs = 86_400_000;
const atNoon = (day: Day): Date => new Date(`${day}T12:00:00Z`);
const dayOf = (at: Date): Day => at.toISOString().slice(0, 10);

/** Whether the text is a day that exists: 2026-02-29 does not. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(atNoon(text).getTime()) &&
  dayOf(atNoon(text)) === text;

export const plusDays = (day: Day, days: number): Day =>
  dayOf(new Date(atNoon(day).getTime() + days * dayMs));

/** The same day of a later month, or its last day where it has no such day: a month after 31 January is 28 February, never March. */
export function plusMonths(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0));
  lastOfMonth.setUTCDate(Math.min(date, lastOfMonth.getUTCDate()));
  return dayOf(lastOfMonth);
}

/** How many days lie between two days; negative where the second is the earlier one. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((atNoon(to).getTime() - atNoon(from).getTime()) / dayMs);

// Not state but a memo, of as many zones as there are: to make a format takes far longer than to use it.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  formats.set(timeZone, format);
  return format;
}

/** What a clock on the wall shows there, as 2026-11-24T09:00. */
function wallTime(at: Date, timeZone: string): string {
  const parts = formatOf(timeZone).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)!.value;
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/**
 * So many days of 24 hours later, and longer by as much as the clocks of the zone are put back meanwhile: never earlier on
 * the wall than it was, so that nothing ends on the day before the one that was told.
 */
export function daysLater(at: Date, days: number, timeZone: string): Date {
  const later = new Date(at.getTime() + days * dayMs);
  const ahead = (of: Date) => Date.parse(`${wallTime(of, timeZone)}Z`) - of.getTime();
  const minutes = Math.round((ahead(at) - ahead(later)) / 60_000);
  return new Date(later.getTime() + Math.max(0, minutes) * 60_000);
}

/** Which day it is in a time zone. */
export const dayIn = (timeZone: string, at: Date): Day => wallTime(at, timeZone).slice(0, 10);

/**
 * The first instant at which the clocks of a zone show that hour of the day or later. Found by halving, since clocks are
 * put forward and back, and places have skipped whole days.
 */
export function instantOf(day: Day, hour: number, timeZone: string): Date {
  const wanted = `${day}T${String(hour).padStart(2, '0')}:00`;
  const minuteMs = 60_000;
  const guess = Math.floor(Date.parse(`${wanted}Z`) / minuteMs);
  // No zone is farther from UTC than 14 hours; a skipped day adds 24.
  let before = guess - 40 * 60;
  let after = guess + 40 * 60;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallTime(new Date(middle * minuteMs), timeZone) >= wanted) after = middle;
    else before = middle;
  }
  return new Date(after * minuteMs);
}

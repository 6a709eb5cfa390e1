/** The month of an instant in a time zone, such as 2026-11. */
export function monthAt(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
  }).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)!.value;
  return `${of('year')}-${of('month')}`;
}

/** A month some months later, or earlier where `by` is negative. */
export function monthPlus(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const at = new Date(Date.UTC(year, number - 1 + by, 1));
  return at.toISOString().slice(0, 7);
}

/** A month in words: November 2026. */
export const monthName = (
  month: string,
  language: string,
  style: 'long' | 'short' = 'long',
): string =>
  new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    month: style,
    year: style === 'long' ? 'numeric' : '2-digit',
  }).format(new Date(`${month}-01T00:00:00Z`));

export const isMonth = (text: unknown): text is string =>
  typeof text === 'string' && /^20\d\d-(0[1-9]|1[0-2])$/.test(text);

export const isDay = (text: unknown): text is string =>
  typeof text === 'string' &&
  /^20\d\d-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);

/** What a clock on the wall shows at an instant, read as if it were UTC. */
function wallTime(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)!.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** The instant at which a day (2026-11-24) begins in a time zone; `plusDays` later days count from it. */
export function startOfDay(day: string, timeZone: string, plusDays = 0): Date {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const wanted = Date.UTC(year, month - 1, date + plusDays);
  // Twice: the offset that holds at the guess may not be the one that holds at the answer.
  let at = wanted;
  for (let i = 0; i < 2; i += 1) at -= wallTime(at, timeZone) - wanted;
  return new Date(at);
}

/** When a month begins, and when it is over. */
export const monthSpan = (month: string, timeZone: string): { from: Date; until: Date } => ({
  from: startOfDay(`${month}-01`, timeZone),
  until: startOfDay(`${monthPlus(month, 1)}-01`, timeZone),
});

import { dayMs, toUnixSeconds } from '../ground/clock.ts';

/** Some time that is played: where it begins (midnight UTC, unix seconds), and how many days it has. */
export interface Span {
  readonly from: number;
  readonly days: number;
}

function monthsAfter(day: Date, months: number): Date {
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(day.getUTCDate(), last)));
}

/** Months from a day on. */
export function monthsFrom(day: Date, months: number): Span {
  const end = monthsAfter(day, months);
  return {
    from: toUnixSeconds(day),
    days: Math.round((end.getTime() - day.getTime()) / dayMs),
  };
}

/** Months until the last midnight. */
export const monthsUntil = (now: Date, months: number): Span =>
  monthsFrom(monthsAfter(new Date(Math.floor(now.getTime() / dayMs) * dayMs), -months), months);

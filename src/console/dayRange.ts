import { z } from 'zod';
import { isDay, startOfDay } from './calendar.ts';

const day = z.string().refine(isDay, 'must be a day such as 2026-11-30');

/** Two days of a filter, both with them; either may be left out. */
export const dayRange = { from: day.optional(), until: day.optional() };
export const dayField = day;

/** The instants between which the days of a filter lie where their reader lives: the first with it, the last without. */
export const instantsOf = (
  { from, until }: { from?: string | undefined; until?: string | undefined },
  timeZone: string,
): { from: Date | undefined; until: Date | undefined } => ({
  from: from === undefined ? undefined : startOfDay(from, timeZone),
  until: until === undefined ? undefined : startOfDay(until, timeZone, 1),
});

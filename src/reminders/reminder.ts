import { z } from 'zod';
import { addressSchema } from '../ground/address.ts';
import {
  type Day,
  dayIn,
  daysBetween,
  instantOf,
  isDay,
  plusDays,
  plusMonths,
} from '../ground/calendar.ts';
import { dayMs, plusMs } from '../ground/clock.ts';
import { localeSchema } from '../ground/locale.ts';
import type { Publisher } from '../ground/publisher.ts';
import { readerIdSchema } from '../ground/readerTag.ts';

/** The hour at which a reminder for a day goes out, by the publisher's clocks. */
const hour = 9;

/** A day as it was asked for: itself, or some days, weeks, months or years after today (P30D, P6W, P3M, P1Y; ISO 8601). */
export function dayAskedFor(text: string, today: Day): Day | undefined {
  if (isDay(text)) return text;
  const [, number, unit] = /^P(\d{1,3})([DWMY])$/.exec(text) ?? [];
  const count = Number(number);
  if (unit === 'M' || unit === 'Y') return plusMonths(today, unit === 'M' ? count : count * 12);
  return unit ? plusDays(today, unit === 'W' ? count * 7 : count) : undefined;
}

/** The first and the last day that a reader may choose. */
export function daysOffered({ snooze, timeZone }: Publisher, now: Date): { from: Day; to: Day } {
  const today = dayIn(timeZone, now);
  return { from: plusDays(today, snooze.min), to: plusDays(today, snooze.max) };
}

/**
 * When a reminder is due that was asked for by an instant (the end of a snooze), a day, or a span of time; undefined
 * where that is none, or lies outside of what the publisher offers.
 */
export function dueAtFor(on: string, publisher: Publisher, now: Date): Date | undefined {
  const { snooze, timeZone } = publisher;
  if (z.iso.datetime({ offset: true }).safeParse(on).success) {
    const at = new Date(on);
    // An hour to spare: the browser's clock is not ours, and days have 23 hours or 25 where clocks are changed.
    const hourMs = dayMs / 24;
    const isOffered =
      at >= plusMs(now, snooze.min * dayMs - hourMs) &&
      at <= plusMs(now, snooze.max * dayMs + hourMs);
    return isOffered ? at : undefined;
  }
  const today = dayIn(timeZone, now);
  const day = dayAskedFor(on, today);
  if (!day) return undefined;
  const days = daysBetween(today, day);
  return days >= snooze.min && days <= snooze.max ? instantOf(day, hour, timeZone) : undefined;
}

const yes = z.union([z.literal(true), z.enum(['true', 'on', 'yes'])], {
  error: 'must be true: nobody is written to who has not agreed',
});

/** The body of POST reminders. */
export const reminderRequest = (publisher: Publisher, origins: readonly string[], now: Date) =>
  z.strictObject({
    email: addressSchema,
    on: z
      .string()
      .transform((text, context) => {
        const dueAt = dueAtFor(text, publisher, now);
        if (dueAt) return dueAt;
        const { from, to } = daysOffered(publisher, now);
        context.addIssue({ code: 'custom', message: `must be a day from ${from} to ${to}` });
        return z.NEVER;
      })
      .describe('a time, a day, or a span from today such as P30D'),
    consent: yes,
    locale: localeSchema.optional(),
    reader: readerIdSchema.optional(),
    article: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .refine((text) => origins.includes(new URL(text).origin) && !new URL(text).username, {
        error: 'must be an address on one of the publisher’s origins',
      })
      .optional(),
  });

export type ReminderRequest = z.output<ReturnType<typeof reminderRequest>>;

export type ReminderStatus = 'waiting' | 'sent' | 'cancelled' | 'dropped' | 'failed';

export interface Reminder {
  readonly id: string;
  readonly publisher: string;
  /** Keyed hash of whom it is for. */
  readonly person: string;
  /** Address and article, until it has ended. */
  readonly sealed: string | null;
  /** By whom it was asked for; null where the browser has no reader's id, and once it has ended. */
  readonly readerTag: string | null;
  readonly locale: string;
  readonly dueAt: Date;
  readonly status: ReminderStatus;
}

/** A reminder as it was come upon by a code: who has the letter's own code got the letter, and may refuse others. */
export type FoundReminder = Reminder & { readonly isByLetter: boolean };

/** The one letter of a reminder. */
export const letterIdOf = (id: string): string => `reminder:${id}`;

import { z } from 'zod';
import { daysLater } from '../ground/calendar.ts';
import type { Publisher } from '../ground/publisher.ts';

/** A reader's "remind me later": no appeal until then. */
export interface Snooze {
  readonly at: Date;
  readonly until: Date;
  readonly days: number;
}

/** What was chosen; the campaign that was put off is not kept, since a new one does not end the snooze. */
export type SnoozeChoice = Pick<Snooze, 'days'> & { readonly campaign?: string | undefined };

// A network or an impatient finger repeats a request within minutes; who comes back later means a new date.
const repeatMs = 5 * 60_000;

/** What a reader may choose with this publisher; numbers of forms come as text. */
export function snoozeChoiceSchema({ snooze: { min, max } }: Publisher) {
  const says = `must be a whole number of days from ${min} to ${max}`;
  return z.strictObject({
    days: z
      .union(
        [
          z.number(),
          z
            .string()
            .regex(/^\d{1,4}$/)
            .transform(Number),
        ],
        says,
      )
      .pipe(z.int(says).min(min, says).max(max, says))
      .describe('whole days, between the bounds of the publisher’s file'),
    campaign: z
      .string()
      .regex(/^[a-z0-9-]{1,80}$/, 'must be the id of a campaign')
      .optional(),
  });
}

/** The snooze that the choice leads to: the running one where it only repeats that, so that a retry moves no date. */
export function chooseSnooze(
  running: Snooze | null,
  choice: SnoozeChoice,
  now: Date,
  timeZone = 'UTC',
): Snooze {
  const sinceMs = running ? now.getTime() - running.at.getTime() : Number.NaN;
  if (running && running.days === choice.days && sinceMs >= 0 && sinceMs < repeatMs) return running;
  return snoozeFrom(now, choice.days, timeZone);
}

const snoozeFrom = (at: Date, days: number, timeZone: string): Snooze => ({
  at,
  until: daysLater(at, days, timeZone),
  days,
});

/** The form in which a snooze is kept: a whole number, for which Redis needs no more than a pointer; the days are its last four digits. */
export const writeSnooze = ({ at, days }: Snooze): string =>
  `${at.getTime()}${String(days).padStart(4, '0')}`;

/** A snooze as it was kept, or null where none runs now; what cannot be read puts nobody off. */
export function readSnooze(text: string | null, now: Date, timeZone = 'UTC'): Snooze | null {
  const snooze = fromText(text ?? '', timeZone);
  return snooze && snooze.until > now ? snooze : null;
}

// Snoozes were kept as JSON before; the last of those runs out a year after.
const fromJson = z.object({ at: z.coerce.date(), days: z.int().positive() });

function fromText(text: string, timeZone: string): Snooze | null {
  const [, at, days] = /^(\d{1,15})(\d{4})$/.exec(text) ?? [];
  if (at && days) return snoozeFrom(new Date(Number(at)), Number(days), timeZone);
  try {
    const before = fromJson.parse(JSON.parse(text));
    return snoozeFrom(before.at, before.days, timeZone);
  } catch {
    return null;
  }
}

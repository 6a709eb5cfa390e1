import { z } from 'zod';
import { dayMs, plusMs } from '../ground/clock.ts';
import type { Publisher } from '../ground/publisher.ts';

/** A reader's "remind me later": no appeal until then. */
export interface Snooze {
  readonly at: Date;
  readonly until: Date;
  readonly days: number;
  /** The campaign that was put off; a new one does not end the snooze. */
  readonly campaign?: string | undefined;
}

export type SnoozeChoice = Pick<Snooze, 'days' | 'campaign'>;

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
      .pipe(z.int(says).min(min, says).max(max, says)),
    campaign: z
      .string()
      .regex(/^[a-z0-9-]{1,80}$/, 'must be the id of a campaign')
      .optional(),
  });
}

/** The snooze that the choice leads to: the running one where it only repeats that, so that a retry moves no date. */
export function chooseSnooze(running: Snooze | null, choice: SnoozeChoice, now: Date): Snooze {
  const sinceMs = running ? now.getTime() - running.at.getTime() : Number.NaN;
  if (running && running.days === choice.days && sinceMs >= 0 && sinceMs < repeatMs) return running;
  return { ...choice, at: now, until: plusMs(now, choice.days * dayMs) };
}

const stored = z.object({
  at: z.coerce.date(),
  until: z.coerce.date(),
  days: z.int(),
  campaign: z.string().optional(),
});

/** The form in which a snooze is kept. */
export const writeSnooze = (snooze: Snooze): string => JSON.stringify(snooze);

/** A snooze as it was kept, or null where none runs now; what cannot be read puts nobody off. */
export function readSnooze(text: string | null, now: Date): Snooze | null {
  const { data: snooze } = stored.safeParse(fromJson(text));
  return snooze && snooze.until > now ? snooze : null;
}

function fromJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

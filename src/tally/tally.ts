import { z } from 'zod';
import { slugSchema } from '../ground/campaign.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import { validate } from '../ground/validate.ts';

/** What a widget tells of an appeal; the words of its DOM events. */
export const tallyEvents = ['shown', 'continue', 'snoozed', 'given', 'walled'] as const;
export type TallyEvent = (typeof tallyEvents)[number];

/**
 * What a widget tells of a snooze, with its length: that it was chosen; that it was undone, or another length taken in its
 * place; that its reader had an appeal in sight again once it was over.
 */
export const snoozeEvents = ['snoozed', 'undone', 'returned'] as const;
export type SnoozeEvent = (typeof snoozeEvents)[number];

/** One thing that happened to one arm of a campaign, to whomever. */
export interface Tally {
  readonly campaign: string;
  readonly variant: string;
  readonly event: TallyEvent | SnoozeEvent;
  /** How long the snooze is or was; widgets of before this was counted do not say it of "snoozed". */
  readonly days?: number | undefined;
  /** Of a return or an Undo: how many days ago the snooze was chosen. */
  readonly ago?: number | undefined;
}

export const isTallyEvent = (event: string): event is TallyEvent =>
  (tallyEvents as readonly string[]).includes(event);
export const isSnoozeEvent = (event: string): event is SnoozeEvent =>
  (snoozeEvents as readonly string[]).includes(event);

/** Only arms of the publisher's own campaigns count, so that nobody can fill the table with names. */
export function talliesSchema({ campaigns }: Publisher) {
  const isArm = ({ campaign, variant }: Tally) =>
    campaigns.some((one) => one.id === campaign && one.variants.some((arm) => arm.id === variant));
  return z
    .array(
      z
        .strictObject({
          campaign: slugSchema,
          variant: slugSchema,
          event: z.enum([...tallyEvents, ...snoozeEvents]),
          // The bounds may have been others when the snooze was chosen.
          days: z.int().min(1).max(365).optional(),
          ago: z.int().min(0).max(3650).optional(),
        })
        .refine(isArm, 'names no variant of a campaign of this publisher')
        .refine(({ event, days }) => isTallyEvent(event) || days !== undefined, {
          path: ['days'],
          error: 'must say how long the snooze was',
        })
        .refine(({ event, days }) => isSnoozeEvent(event) || days === undefined, {
          path: ['days'],
          error: 'belongs to a snooze alone',
        })
        .refine(
          ({ event, days = 0, ago }) =>
            event === 'returned' ? ago !== undefined && ago >= days : event === 'undone' || !ago,
          {
            path: ['ago'],
            error: 'belongs to a return, and is no less than its days',
          },
        ),
      'must be a list; in a form, as JSON in the field tallies',
    )
    .min(1)
    .max(20);
}

const asForm = z.strictObject({ tallies: z.string() });

/**
 * Tallies as they are sent: a JSON list, or a form with that list in the field `tallies` (which costs a browser no preflight).
 * @throws Problem invalid_request
 */
export function readTallies(publisher: Publisher, body: unknown): Tally[] {
  const schema = talliesSchema(publisher);
  // A single tally that stands alone, and no body at all, are told what a list is.
  const isForm = typeof body === 'object' && body !== null && 'tallies' in body;
  if (!isForm) return validate(schema, body);
  try {
    return validate(schema, JSON.parse(validate(asForm, body).tallies));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Problem('invalid_request', { faults: [{ at: '/tallies', says: 'must be JSON' }] });
  }
}

import { z } from 'zod';
import { slugSchema } from '../ground/campaign.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import { validate } from '../ground/validate.ts';

/** What a widget tells of an appeal; the words of its DOM events. */
export const tallyEvents = ['shown', 'continue', 'snoozed', 'given', 'walled'] as const;
export type TallyEvent = (typeof tallyEvents)[number];

/** One thing that happened to one arm of a campaign, to whomever. */
export interface Tally {
  readonly campaign: string;
  readonly variant: string;
  readonly event: TallyEvent;
}

/** Only arms of the publisher's own campaigns count, so that nobody can fill the table with names. */
function talliesSchema({ campaigns }: Publisher) {
  const isArm = ({ campaign, variant }: Tally) =>
    campaigns.some((one) => one.id === campaign && one.variants.some((arm) => arm.id === variant));
  return z
    .array(
      z
        .strictObject({ campaign: slugSchema, variant: slugSchema, event: z.enum(tallyEvents) })
        .refine(isArm, 'names no variant of a campaign of this publisher'),
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
  if (Array.isArray(body)) return validate(schema, body);
  try {
    return validate(schema, JSON.parse(validate(asForm, body).tallies));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Problem('invalid_request', { faults: [{ at: '/tallies', says: 'must be JSON' }] });
  }
}

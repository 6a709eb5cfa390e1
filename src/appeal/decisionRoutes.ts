import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import { readBodies } from '../ground/bodies.ts';
import { countrySchema } from '../ground/campaign.ts';
import type { Clock } from '../ground/clock.ts';
import { json, type Operation, type Sample } from '../ground/operation.ts';
import type { Publisher } from '../ground/publisher.ts';
import { readerIdSchema } from '../ground/readerTag.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import { validate } from '../ground/validate.ts';
import { mayWall, modeOf, wallModes } from '../ground/wallMode.ts';
import { boundsOf, campaignsAt } from './appealFile.ts';
import { bucketOf, decide } from './decide.ts';

/** What is kept about a reader, as far as an appeal hangs on it. */
export type ReadReader = (about: { publisher: string; reader: string }) => Promise<{
  readonly snoozedUntil: Date | string | null;
  /** Null where it is not known. */
  readonly supporter: boolean | null;
}>;

export interface DecisionDependencies {
  readonly publishers: Publishers;
  readonly clock: Clock;
  readonly readReader: ReadReader;
}

const word = z.string().trim().min(1).max(200);
const question = z.strictObject({
  reader: readerIdSchema.optional(),
  article: z.url({ protocol: /^https?$/, error: 'must be the article’s address' }).max(2000),
  section: word.optional(),
  tags: z
    .union([z.array(word).max(100), z.string().transform((list) => list.split(/\s*,\s*/))])
    .default([]),
  country: countrySchema.optional(),
  device: z.enum(['phone', 'desktop']).default('desktop'),
  reads: z.coerce.number().int().min(0).max(100_000).optional(),
});

const decided = z
  .strictObject({
    appeal: z.strictObject({ campaign: z.string(), variant: z.string() }).nullable(),
    wall: z
      .strictObject({ mode: z.enum(wallModes), limit: z.int(), reached: z.boolean() })
      .nullable()
      .describe('null: the publisher’s file has no wall'),
    why: z
      .array(
        z.strictObject({
          filter: z.string(),
          campaign: z.string().optional().describe('absent: it holds for all of them'),
          passed: z.boolean(),
          detail: z
            .union([z.string(), z.literal(true)])
            .optional()
            .describe('what stood in the way; true where the filter’s name says it all'),
        }),
      )
      .readonly()
      .describe('every filter that was asked, in order, up to the one that decided'),
  })
  .meta({ id: 'Decision' });

/** What stands in the way of an article; who may be a supporter, or where giving is a crime, is let through. */
function wallFor(
  { wall, barredCountries }: Publisher,
  article: Parameters<typeof modeOf>[1],
  about: { reads: number | undefined; supporter: boolean | null; country: string | undefined },
) {
  const { reads, supporter, country } = about;
  if (!wall) return null;
  const mode = modeOf(wall, article);
  const isOver = mode === 'supporters' || (mode === 'metered' && (reads ?? 0) > wall.limit);
  const mayStand = supporter === false && mayWall(barredCountries, country);
  return { mode, limit: wall.limit, reached: isOver && mayStand };
}

/** POST P/decision: what the widget would decide, for publishers who render on their server, and why. */
export function decisionRoutes({ publishers, clock, readReader }: DecisionDependencies): Router {
  const router = express.Router();
  router.post(
    '/v1/publishers/:publisher/decision',
    ...readBodies(),
    async (req: Request<{ publisher: string }>, res) => {
      const publisher = findPublisher(publishers, req.params.publisher);
      const { reader, article, section, tags, country, device, reads } = validate(
        question,
        req.body,
      );
      const known = reader
        ? await readReader({ publisher: publisher.id, reader })
        : { snoozedUntil: null, supporter: false };
      const now = clock.now().getTime();
      const { appeal, why } = decide({
        campaigns: campaignsAt(publisher, publisher.locale, now),
        bounds: boundsOf(publisher),
        reader: {
          snoozedUntil: known.snoozedUntil ? new Date(known.snoozedUntil).getTime() : null,
          supporter: known.supporter,
          gaveUntil: null,
        },
        page: {
          sections: section ? [section] : [],
          tags,
          countries: country ? [country] : [],
          devices: [device],
        },
        now,
        bucket: bucketOf(reader ?? article),
      });
      const articles = { sections: section ? [section] : [], tags };
      const wall = wallFor(publisher, articles, { reads, supporter: known.supporter, country });
      const answer: z.output<typeof decided> = {
        appeal: appeal && { campaign: appeal.campaign.id, variant: appeal.variant.id },
        wall,
        why: wall ? [...why, { filter: 'wall', passed: !wall.reached, detail: wall.mode }] : why,
      };
      res.set('Cache-Control', 'no-store').json(answer);
    },
  );
  return router;
}

export const decisionOperations = ({ publisher }: Sample): Operation[] => [
  {
    id: 'decide',
    method: 'post',
    path: '/v1/publishers/:publisher/decision',
    section: 'Appeal',
    summary: 'Decides which appeal a page shows, and says why',
    about:
      'The same decision as the widget’s, for publishers who render on their server. Nothing is counted by asking.',
    body: question,
    example: {
      reader: 'reader-4f1c9a77',
      article: `${publisher.origins[0]}/2026/11/24/story`,
      section: 'news',
      country: 'NL',
      device: 'phone',
      reads: 2,
    },
    answers: { 200: json(decided, 'The decision, with its reasons.') },
  },
];

import { z } from 'zod';
import { wallModes } from './wallMode.ts';

const names = z.array(z.string().trim().min(1).max(200)).min(1).max(50);

const rule = z
  .strictObject({
    mode: z.enum(wallModes),
    sections: names.optional(),
    tags: names.optional(),
  })
  .refine((one) => one.sections || one.tags, 'names neither sections nor tags')
  .refine((one) => one.mode !== 'free' || !(one.sections && one.tags), {
    error: 'free names sections or tags, not both',
  });

/** What a publisher's file says of its wall; without it there is none. */
export const wallSchema = z
  .strictObject({
    limit: z.int().min(1).max(1000).describe('articles a month before the wall, where metered'),
    mode: z
      .enum(['appeal', 'metered', 'supporters'])
      .default('metered')
      .describe(
        'what stands in the way where no rule fits: nothing, the meter, or the wall at once',
      ),
    rules: z
      .array(rule)
      .max(20)
      .default([])
      .describe('the first that fits counts; "free" means neither a wall nor an appeal'),
  })
  .optional();

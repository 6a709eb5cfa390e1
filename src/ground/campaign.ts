import { z } from 'zod';
import { localeSchema } from './locale.ts';

export const slugSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a slug: small letters, digits and hyphens');
export const countrySchema = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be a country as two capital letters (ISO 3166-1)');
const instant = z.iso.datetime({
  offset: true,
  error: 'must be a time such as 2026-11-01T00:00:00Z',
});
const sentence = z.string().trim().min(1).max(600);

const copy = z.strictObject({
  heading: sentence,
  lead: sentence.describe('the first sentence, set apart'),
  paragraphs: z.array(sentence).min(1).max(6),
  purpose: sentence.optional().describe('where the money goes, in one line'),
  thanks: sentence.optional().describe('shown after a gift'),
});

const audience = {
  sections: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  countries: z.array(countrySchema).optional(),
  devices: z.array(z.enum(['phone', 'desktop'])).optional(),
};

const variant = z.strictObject({
  id: slugSchema,
  weight: z
    .int()
    .min(0)
    .max(100)
    .default(1)
    .describe('share of readers, relative to the other variants'),
  copy: z
    .record(localeSchema, copy)
    .describe('the appeal by language; the publisher’s own language must be there'),
});

/** A dated, targeted appeal with its A/B arms. */
export const campaignSchema = z.strictObject({
  id: slugSchema,
  from: instant.optional(),
  until: instant.optional(),
  only: z.strictObject(audience).optional().describe('shown only where all of these match'),
  not: z.strictObject(audience).optional().describe('never shown where any of these matches'),
  variants: z.array(variant).min(1).max(8),
});

export type Campaign = z.output<typeof campaignSchema>;
export type Variant = Campaign['variants'][number];
export type Copy = Variant['copy'][string];

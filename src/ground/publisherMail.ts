import { z } from 'zod';

/** Where a layout of a publisher's own has what we put in. */
export const layoutPlaces = [
  'lang',
  'dir',
  'publisher',
  'subject',
  'accent',
  'onAccent',
  'content',
  'footer',
] as const;

const placesIn = (layout: string) => [...layout.matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name);

const layout = z
  .string()
  .max(20_000)
  .superRefine((text, context) => {
    const places = placesIn(text);
    const say = (message: string) => context.addIssue({ code: 'custom', message });
    for (const needed of ['content', 'footer'])
      if (!places.includes(needed)) say(`{{${needed}}} is missing`);
    const known: readonly (string | undefined)[] = layoutPlaces;
    for (const place of places) if (!known.includes(place)) say(`{{${place}}} means nothing`);
  })
  .describe(
    `HTML of every letter; {{content}} and {{footer}} must be in it, and may be: ${layoutPlaces.map((place) => `{{${place}}}`).join(', ')}`,
  );

/** How a publisher's letters look, and whom they come from. */
export const mailSchema = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(80)
      .optional()
      .describe('whom letters come from; choose a neutral name where givers are in danger'),
    replyTo: z.email().optional(),
    layout: layout.optional(),
  })
  .default({});

import { z } from 'zod';
import { countrySchema } from '../ground/campaign.ts';
import { frequencies } from '../ground/publisher.ts';
import { wallModes } from '../ground/wallMode.ts';
import type { ActsFile } from './actsFile.ts';
import type { AppealFile } from './appealFile.ts';
import type { WallFile } from './wallFile.ts';

// What the widget's three files hold, for whoever reads them without the widget.

const words = z.array(z.string());
const texts = words.describe('fixed texts in an order that the widget knows');
const direction = z.enum(['ltr', 'rtl']);
const theme = words.describe('accent and the text on it, light and dark; fonts; radius');
const audience = z.strictObject({
  sections: words.optional(),
  tags: words.optional(),
  countries: z.array(countrySchema).optional(),
  devices: words.optional(),
});
const instant = z.int().optional().describe('milliseconds since 1970');
const bounds = {
  from: instant,
  until: instant,
  only: audience.optional().describe('shown only where all of these match'),
  not: audience.optional().describe('never shown where any of these matches'),
};

const arm = z.strictObject({
  id: z.string(),
  below: z.int().describe('of 10000 readers those below, and not below the arm before'),
});
const copy = z.strictObject({
  heading: z.string(),
  lead: z.string(),
  paragraphs: words,
  purpose: z.string().optional(),
});
const campaignOf = <Arm extends z.ZodType>(variant: Arm) =>
  z.strictObject({ id: z.string(), ...bounds, variants: z.array(variant) });
const isLive = 'live, or beginning within a day';

/** What appeal.json holds. */
export const appealFileShape = z
  .strictObject({
    locale: z.string(),
    dir: direction,
    campaigns: z.array(campaignOf(arm.extend({ copy }))).describe(isLive),
    bounds: z.strictObject(bounds).describe('what holds for all of them'),
    frequency: z.enum(frequencies).describe('the one that is suggested'),
    amounts: z.record(
      z.string(),
      z.strictObject({
        choices: z.array(z.tuple([z.int(), z.string()])).describe('minor units, and the price'),
        suggested: z.int(),
      }),
    ),
    marks: words.describe('names of payment methods'),
    theme,
    privacyUrl: z.url().optional(),
    first: texts,
  })
  .meta({ id: 'AppealFile' });

/** What acts.json holds. */
export const actsFileShape = z
  .strictObject({
    currency: z.string(),
    bounds: z
      .record(z.string(), z.tuple([z.int(), z.int()]))
      .describe('least and most by frequency, in minor units'),
    money: z.strictObject({
      pattern: z.string().describe('a price with # for the number'),
      decimal: z.string(),
      group: z.string(),
      zero: z.string().optional(),
      exponent: z.int(),
      step: z.int(),
    }),
    snooze: z.array(z.tuple([z.int(), z.string()])).describe('days, and the same in words'),
    days: z.tuple([z.int(), z.int()]).describe('the least and the most that may be chosen'),
    mails: z.boolean().describe('whether letters can be sent'),
    date: z.strictObject({ pattern: z.string(), months: z.string() }),
    quietDaysAfterOnce: z.int(),
    thanks: z
      .record(z.string(), z.record(z.string(), z.string().optional()))
      .describe('by campaign and variant: what is said after a gift'),
    later: texts,
  })
  .meta({ id: 'ActsFile' });

/** What wall.json holds. */
export const wallFileShape = z
  .strictObject({
    rules: z
      .strictObject({
        mode: z.enum(wallModes),
        rules: z.array(
          z.strictObject({
            mode: z.enum(wallModes),
            sections: words.optional(),
            tags: words.optional(),
          }),
        ),
      })
      .nullable()
      .describe('null: there is no wall'),
    barred: z.array(countrySchema).describe('no wall there, nor where the country is not known'),
    campaigns: z.array(campaignOf(arm)).describe(isLive),
    locale: z.string(),
    dir: direction,
    theme,
    name: z.string(),
    firsts: words.describe('the first days of the twelve months, in the language'),
    words: texts,
  })
  .meta({ id: 'WallFile' });

// The files and their shapes are held together here: a shape that a file does not fit is an error of the compiler.
type Fits<File extends Shape, Shape> = File;
type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
export type ShapedFiles = [
  Fits<AppealFile, Frozen<z.output<typeof appealFileShape>>>,
  Fits<ActsFile, Frozen<z.output<typeof actsFileShape>>>,
  Fits<WallFile, Frozen<z.output<typeof wallFileShape>>>,
];

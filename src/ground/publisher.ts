import { z } from 'zod';
import { campaignSchema } from './campaign.ts';
import { barredCountriesSchema, warnedCountriesSchema, warnedFaults } from './dangerousPlaces.ts';
import { letterTextKeys } from './letterTextKeys.ts';
import { isTimeZone, localeSchema } from './locale.ts';
import { exponentOf, stepOf } from './money.ts';
import { mailSchema } from './publisherMail.ts';
import { renewalsSchema } from './renewals.ts';
import { textKeys } from './textKeys.ts';
import { isReadableAccent, leastContrast, paper } from './theme.ts';
import { wallSchema } from './wall.ts';

// What config/publishers/*.yaml may say. Editors complete from config/publisher.schema.json, made from this schema.
const origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'must be an origin, such as https://www.example.org',
  )
  .refine(
    (text) => /^https:|^http:\/\/(localhost|127\.0\.0\.1)(:|$)/.test(text),
    'must be https, save on this machine',
  );
const minor = z.int().positive('must be a positive whole number of minor units');
const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #0b5c4b');

export const frequencies = ['once', 'monthly', 'annual'] as const;
export type Frequency = (typeof frequencies)[number];

const amounts = z
  .strictObject({
    choices: z
      .array(minor)
      .min(1)
      .max(6)
      .describe('amounts offered, in minor units, smallest first'),
    suggested: minor.describe('the amount chosen before the reader chooses'),
    min: minor.describe('smallest amount taken'),
    max: minor.describe('largest amount taken'),
  })
  .superRefine((value, context) => {
    const say = (message: string) => context.addIssue({ code: 'custom', message });
    if (value.min > value.max) say('min is larger than max');
    if (!value.choices.includes(value.suggested)) say('suggested is not one of the choices');
    if (value.choices.some((choice) => choice < value.min || choice > value.max))
      say('a choice lies outside min and max');
    if (value.choices.some((choice, i) => i > 0 && choice <= value.choices[i - 1]!))
      say('choices must rise');
  });

export const paymentMarks = [
  'visa',
  'mastercard',
  'amex',
  'apple-pay',
  'google-pay',
  'paypal',
  'sepa',
  'mir',
] as const;

export const publisherSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    locale: localeSchema.describe('language of the publication'),
    home: z.url({ protocol: /^https?$/ }).describe('where readers go when no article is known'),
    origins: z
      .array(origin)
      .min(1)
      .describe('sites that may embed the appeal and to which readers return'),
    timeZone: z
      .string()
      .refine(isTimeZone, 'must be a time zone such as Europe/Amsterdam')
      .default('UTC'),
    currency: z.string().regex(/^[a-z]{3}$/, 'must be an ISO 4217 code in small letters'),
    amounts: z
      .strictObject({ once: amounts, monthly: amounts, annual: amounts })
      .partial()
      .refine((value) => Object.keys(value).length > 0, 'at least one frequency is needed'),
    suggestedFrequency: z.enum(frequencies).default('monthly'),
    paymentMarks: z
      .array(z.enum(paymentMarks))
      .default(['visa', 'mastercard', 'amex', 'apple-pay', 'google-pay']),
    snooze: z
      .strictObject({
        days: z.array(z.int().min(1).max(365)).min(1).max(4).default([7, 30, 90]),
        min: z.int().min(1).max(365).default(1),
        max: z.int().min(1).max(365).default(365),
      })
      .default({ days: [7, 30, 90], min: 1, max: 365 })
      .describe('"remind me later": the choices, and the least and most days a reader may ask for'),
    wall: wallSchema,
    refundAloneUpTo: minor
      .optional()
      .describe('refunds above it, in minor units, need a second person; absent: none does'),
    ...renewalsSchema,
    quietDaysAfterOnce: z
      .int()
      .min(0)
      .max(730)
      .default(90)
      .describe('days without an appeal after a gift given once'),
    privacyUrl: z.url({ protocol: /^https$/ }).optional(),
    statementDescriptor: z
      .string()
      .regex(
        /^(?=.*[A-Za-z])[A-Za-z0-9 .-]{5,22}$/,
        'must be 5 to 22 letters, digits, spaces, dots or hyphens',
      )
      .optional()
      .describe('what the bank statement says; choose a neutral one where givers are in danger'),
    barredCountries: barredCountriesSchema,
    warnedCountries: warnedCountriesSchema,
    theme: z
      .strictObject({
        accent: colour
          .refine(
            isReadableAccent,
            `must stand out from ${paper.light} by ${leastContrast}:1 or more, or it cannot be read`,
          )
          .optional(),
        font: z
          .string()
          .max(200)
          .regex(/^[\p{L}\p{N}\s,'"-]+$/u, 'must be a list of font names')
          .optional(),
        radius: z
          .string()
          .regex(/^\d{1,2}px$/)
          .optional(),
      })
      .default({}),
    stripe: z
      .strictObject({
        secretKeyVariable: z
          .string()
          .regex(/^[A-Z][A-Z0-9_]+$/)
          .optional(),
        webhookSecretsVariable: z
          .string()
          .regex(/^[A-Z][A-Z0-9_]+$/)
          .optional(),
        product: z
          .string()
          .optional()
          .describe('id of the Product gifts are booked on; made when absent'),
      })
      .default({})
      .describe('environment variables with this publisher’s own Stripe account'),
    texts: z
      .record(
        localeSchema,
        z.partialRecord(z.enum([...textKeys, ...letterTextKeys]), z.string().min(1).max(300)),
      )
      .default({})
      .describe('fixed texts said differently, by language; a # stands for a price, date or name'),
    mail: mailSchema,
    campaigns: z.array(campaignSchema).max(20).default([]),
  })
  .superRefine((value, context) => {
    const say = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const step = stepOf(value.currency);
    for (const frequency of frequencies) {
      const offered = value.amounts[frequency];
      if (
        offered &&
        [...offered.choices, offered.min, offered.max].some((amount) => amount % step !== 0)
      )
        say(
          ['amounts', frequency],
          `${value.currency} goes in steps of ${step} minor units (exponent ${exponentOf(value.currency)})`,
        );
    }
    if (!value.amounts[value.suggestedFrequency]) say(['suggestedFrequency'], 'has no amounts');
    if (new Set(value.campaigns.map((one) => one.id)).size < value.campaigns.length)
      say(['campaigns'], 'two have the same id');
    value.campaigns.forEach((one, i) => {
      one.variants.forEach((arm, j) => {
        if (!arm.copy[value.locale])
          say(['campaigns', i, 'variants', j, 'copy'], `has no text in ${value.locale}`);
      });
      if (one.variants.every((arm) => arm.weight === 0))
        say(['campaigns', i, 'variants'], 'all weigh nothing');
    });
    for (const [part, says] of warnedFaults(value)) say(['warnedCountries', part], says);
    if (value.snooze.days.some((days) => days < value.snooze.min || days > value.snooze.max))
      say(['snooze', 'days'], 'a choice lies outside min and max');
  });

export type PublisherFile = z.output<typeof publisherSchema>;
/** A publisher as its file describes it; the id is the file's name. */
export type Publisher = PublisherFile & { readonly id: string };

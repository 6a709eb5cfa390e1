import { z } from 'zod';
import type { Gift } from '../giving/gift.ts';
import { counts } from '../giving/gift.ts';
import { giftStatuses } from '../giving/giftList.ts';
import { formatMoney, stepOf } from '../ground/money.ts';
import { frequencies, type Publisher } from '../ground/publisher.ts';
import { whereRight } from '../ground/validate.ts';
import type { GiftChange } from './changeGift.ts';

const digits = z.string().regex(/^\d{1,12}$/);
const wholeNumber = z
  .union([z.number(), digits.transform(Number)], 'must be a whole number of minor units')
  .pipe(z.int('must be a whole number of minor units'));
const word = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')],
  'must be true or false',
);

/** Why an amount cannot be given to a publisher so often, in words for programs; undefined where it can. */
export function faultOfAmount(
  publisher: Publisher,
  gift: Gift,
  amount: number,
): string | undefined {
  const taken = publisher.amounts[gift.frequency];
  const price = (minor: number) =>
    formatMoney({ amount: minor, currency: gift.currency }, publisher.locale);
  if (taken && amount < taken.min) return `must be ${taken.min} or more (${price(taken.min)})`;
  if (taken && amount > taken.max) return `must be ${taken.max} or less (${price(taken.max)})`;
  if (amount <= 0) return 'must be more than nothing';
  return amount % stepOf(gift.currency) === 0
    ? undefined
    : `must be a multiple of ${stepOf(gift.currency)}`;
}

/** The body of PATCH gift. */
export const giftChangeBody = z.strictObject({
  amount: wholeNumber.optional().describe('minor units, each time'),
  paused: word.optional().describe('while it is, nothing is taken'),
  endsAt: z
    .union([z.null(), z.literal('')], 'can only be taken back: null')
    .optional()
    .describe('null takes an end back that has not come yet'),
});

/** The changes that a body asks for, in the order in which they are made. */
export const giftChangeSchema = (publisher: Publisher, gift: Gift) =>
  giftChangeBody
    .superRefine(({ amount }, context) => {
      const message = amount === undefined ? undefined : faultOfAmount(publisher, gift, amount);
      if (message) context.addIssue({ code: 'custom', path: ['amount'], message });
    }, whereRight('amount'))
    .transform(({ amount, paused, endsAt }): GiftChange[] => [
      ...(endsAt === undefined ? [] : [{ ends: false }]),
      ...(paused === undefined ? [] : [{ paused }]),
      ...(amount === undefined ? [] : [{ amount }]),
    ])
    .refine((changes) => changes.length > 0, 'must ask for amount, paused or endsAt');

export const giftViewSchema = z
  .strictObject({
    id: z.string(),
    frequency: z.enum(frequencies),
    amount: z.int().describe('minor units, each time'),
    currency: z.string(),
    status: z.enum(giftStatuses),
    startedAt: z.date(),
    paidUntil: z.date().nullable(),
    endsAt: z.date().nullable().describe('when it will end, where its supporter has said so'),
    endedAt: z.date().nullable(),
    supporter: z.boolean().describe('whether it counts today'),
    pageUrl: z.url().describe('the page of this gift, which needs no key'),
  })
  .meta({ id: 'SupportersGift' });

/** A gift as its supporter sees it. */
export const giftView = (
  gift: Gift,
  publisher: Publisher,
  now: Date,
  pageUrl: string,
): z.output<typeof giftViewSchema> => ({
  id: gift.id,
  frequency: gift.frequency,
  amount: gift.amount,
  currency: gift.currency,
  status: gift.status,
  startedAt: gift.startedAt,
  paidUntil: gift.paidUntil,
  endsAt: gift.endsAt,
  endedAt: gift.endedAt,
  supporter: counts(gift, publisher, now),
  pageUrl,
});

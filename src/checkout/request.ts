import { z } from 'zod';
import { localeSchema } from '../ground/locale.ts';
import { formatMoney, stepOf } from '../ground/money.ts';
import { frequencies, type Publisher } from '../ground/publisher.ts';
import { readerIdSchema } from '../ground/readerTag.ts';
import { whereRight } from '../ground/validate.ts';

const whole = 'must be a whole number of minor units';
const wholeNumber = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,12}$/)
        .transform(Number),
    ],
    { error: ({ input }) => (input === undefined ? undefined : whole) },
  )
  .pipe(z.int(whole).positive('must be more than nothing'));

/** Whether a reader may be sent back there: exactly one of the origins, no user name in it. */
export function isReturnUrl(text: string, origins: readonly string[]): boolean {
  if (!URL.canParse(text) || text.length > 2000) return false;
  const url = new URL(text);
  return (
    /^https?:$/.test(url.protocol) && !url.username && !url.password && origins.includes(url.origin)
  );
}

/** What a publisher takes: the body of POST checkouts, from JSON or a form. */
export const checkoutRequest = (publisher: Publisher, origins: readonly string[]) =>
  z
    .strictObject({
      reader: readerIdSchema.optional(),
      frequency: z.enum(frequencies, `must be one of ${frequencies.join(', ')}`),
      amount: wholeNumber.describe('minor units, within what the publisher takes'),
      currency: z
        .string()
        .toLowerCase()
        .pipe(z.literal(publisher.currency, `must be ${publisher.currency}`))
        .describe('the publisher’s, such as usd'),
      returnUrl: z
        .string()
        .refine(
          (text) => isReturnUrl(text, origins),
          'must be an address on one of the publisher’s origins',
        )
        .describe('where the reader goes on; on one of the publisher’s origins'),
      locale: localeSchema.optional().describe('the language of the payment page'),
      campaign: z.string().max(80).optional(),
      variant: z.string().max(80).optional(),
      idempotencyKey: z
        .string()
        .min(8)
        .max(200)
        .regex(/^[\x21-\x7e]+$/, 'must be printable and without spaces')
        .optional(),
    })
    .superRefine(
      ({ frequency, amount }, context) => {
        const say = (path: string, message: string) =>
          context.addIssue({ code: 'custom', path: [path], message });
        const taken = publisher.amounts[frequency];
        if (!taken) return say('frequency', `${publisher.name} does not take ${frequency} gifts`);
        const price = (minor: number) =>
          formatMoney({ amount: minor, currency: publisher.currency }, publisher.locale);
        if (amount < taken.min) say('amount', `must be ${taken.min} or more (${price(taken.min)})`);
        if (amount > taken.max) say('amount', `must be ${taken.max} or less (${price(taken.max)})`);
        const step = stepOf(publisher.currency);
        if (amount % step !== 0) say('amount', `must be a multiple of ${step}`);
      },
      whereRight('frequency', 'amount'),
    );

export type CheckoutRequest = z.output<ReturnType<typeof checkoutRequest>>;

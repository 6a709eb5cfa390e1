import { z } from 'zod';
import type { Gift } from '../giving/gift.ts';
import { giftFilter, giftPage, giftStatuses } from '../giving/giftList.ts';
import { type Html, html } from '../ground/html.ts';
import { type Page, pageQuery } from '../ground/listPage.ts';
import { Problem } from '../ground/problem.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Queryable } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import { validate } from '../ground/validate.ts';
import { chargesOf, lastFourOf } from '../supporter/giftCharges.ts';
import { dayRange, instantsOf } from './dayRange.ts';
import type { MemberVisit } from './door.ts';
import { amountFields, sumsOf } from './moneyFilter.ts';
import { input, select } from './pieces.ts';
import { publisherOptions } from './publisherFilter.ts';

const query = giftFilter.extend({
  ...dayRange,
  amount: z.string().max(30).optional(),
  currency: z.string().max(3).optional(),
  lastFour: z
    .string()
    .regex(/^\d{4}$/, 'must be four digits')
    .optional(),
  text: z.string().trim().max(255).optional(),
  ...pageQuery,
});
export type GiftQuery = z.output<typeof query>;

export const readGiftQuery = (given: unknown): GiftQuery => validate(query, given);

/** What the form asks of our books. @throws Problem */
export const wantedGifts = (
  { timeZone }: MemberVisit,
  publishers: Publishers,
  asked: GiftQuery,
) => ({
  publisher: asked.publisher,
  status: asked.status,
  text: asked.text,
  ...sumsOf(publishers, asked),
  ...instantsOf(asked, timeZone),
});

/** Stripe is asked for a few gifts at a time. */
const sideBySide = 5;

/**
 * A page of gifts. Digits of cards are Stripe's to keep: what our books find by amount and day, a page of it, is compared
 * there. @throws Problem where digits are all there is to go by
 */
export async function searchGifts(
  { db, accounts, publishers }: { db: Queryable; accounts: StripeAccounts; publishers: Publishers },
  visit: MemberVisit,
  asked: GiftQuery,
): Promise<Page<Gift> & { readonly compared?: number }> {
  const { after, limit, lastFour, amount, from, text } = asked;
  if (lastFour && amount === undefined && from === undefined && text === undefined)
    throw new Problem('invalid_request', { detail: visit.say('lastFourNeeds') });
  const page = await giftPage(db, { ...wantedGifts(visit, publishers, asked), after, limit });
  if (lastFour === undefined) return page;
  const matching: Gift[] = [];
  for (let i = 0; i < page.data.length; i += sideBySide) {
    const some = page.data.slice(i, i + sideBySide);
    const charges = await Promise.all(some.map((gift) => chargesOf({ db, accounts }, gift)));
    matching.push(
      ...some.filter((_, at) => charges[at]!.some((charge) => lastFourOf(charge) === lastFour)),
    );
  }
  return { data: matching, nextCursor: page.nextCursor, compared: page.data.length };
}

export function giftForm(visit: MemberVisit, publishers: Publishers, asked: GiftQuery): Html {
  const { say } = visit;
  return html`<form class="filter" action="/console/gifts">
${amountFields(visit, publishers, asked)}
${input({ name: 'from', label: say('from'), type: 'date', value: asked.from })}
${input({ name: 'until', label: say('until'), type: 'date', value: asked.until })}
${input({ name: 'lastFour', label: say('lastFour'), value: asked.lastFour, inputmode: 'numeric', autocomplete: 'off' })}
${select({ name: 'status', label: say('status'), value: asked.status, options: [['', say('any')], ...giftStatuses.map((one) => [one, say(`gift_${one}`)] as const)] })}
${select({ name: 'publisher', label: say('publisher'), value: asked.publisher, options: publisherOptions(visit, publishers) })}
${input({ name: 'text', label: say('anyGiftId'), value: asked.text })}
<button class="quiet">${say('show')}</button></form>`;
}

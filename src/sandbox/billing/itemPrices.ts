import type { z } from 'zod';
import type { Stripe } from '../../ground/stripe.ts';
import { buildPrice, inlineTerms, recurringTerms } from '../catalogue/prices.ts';
import type { Work } from '../store/work.ts';
import { invalidParameter, notModelled } from '../wire/apiError.ts';
import { fields, flag, integerFrom, metadata, text, withoutEffect } from '../wire/parameters.ts';

/** A line of a new or changed subscription. */
export const itemShape = fields({
  id: text.optional(),
  price: text.optional(),
  price_data: fields({ ...inlineTerms, product: text, recurring: recurringTerms }).optional(),
  quantity: integerFrom(0).optional(),
  deleted: flag.optional(),
  metadata: metadata.optional(),
  // What metered and taxed items have.
  ...withoutEffect('clear_usage', 'tax_rates', 'billing_thresholds', 'discounts'),
});

export type ItemParameters = z.output<typeof itemShape>;

/** The recurring price that a line names or brings with it; nothing where it does neither. @throws ApiError */
export async function itemPriceOf(
  work: Work,
  given: ItemParameters,
  at: string,
): Promise<Stripe.Price | undefined> {
  if (given.price && given.price_data)
    throw invalidParameter(
      at,
      `You may only specify one of these parameters: ${at}[price], ${at}[price_data].`,
    );
  if (given.price_data) {
    await work.need('product', given.price_data.product, `${at}[price_data][product]`);
    const made = buildPrice(work, { ...given.price_data, active: false }, `${at}[price_data]`);
    work.save('price', made);
    return made;
  }
  if (given.price === undefined) return undefined;
  const price = await work.need('price', given.price, `${at}[price]`);
  if (price.type !== 'recurring')
    throw invalidParameter(
      `${at}[price]`,
      `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
    );
  return price;
}

/** @throws ApiError where prices differ in currency, as Stripe refuses, or in interval, which is not modelled */
export function checkSameTerms(prices: readonly Stripe.Price[], currency: string): void {
  const other = prices.find((price) => price.currency !== currency);
  if (other)
    throw invalidParameter(
      'items',
      `The price specified only supports \`${other.currency}\`. This doesn't match the expected currency: \`${currency}\`.`,
    );
  const every = new Set(
    prices.map(({ recurring }) => `${recurring?.interval} ${recurring?.interval_count}`),
  );
  if (every.size > 1) throw notModelled('items with different billing intervals');
}

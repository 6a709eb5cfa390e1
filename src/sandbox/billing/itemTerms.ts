import type { z } from 'zod';
import type { Stripe } from '../../ground/stripe.ts';
import { checkAmount } from '../catalogue/amounts.ts';
import { buildPrice, inlineTerms } from '../catalogue/prices.ts';
import type { Work } from '../store/work.ts';
import { invalidParameter, notModelled } from '../wire/apiError.ts';
import { currency, decimal, fields, integer, integerFrom, text } from '../wire/parameters.ts';
import type { ItemTerms } from './invoiceItems.ts';

const { recurring: _, ...oneTimeTerms } = inlineTerms;

/** The ways to say what an invoice item costs. */
export const itemTermsShape = {
  amount: integer.optional(),
  price_data: fields({ ...oneTimeTerms, product: text }).optional(),
  pricing: fields({ price: text.optional() }).optional(),
  quantity: integerFrom(1).optional(),
  quantity_decimal: decimal.optional(),
  unit_amount_decimal: decimal.optional(),
};

const shape = fields({ ...itemTermsShape, currency: currency.optional() });
type Given = z.output<typeof shape>;

async function priceGiven(work: Work, given: Given): Promise<Stripe.Price | undefined> {
  if (given.price_data) {
    await work.need('product', given.price_data.product, 'price_data[product]');
    const made = buildPrice(work, { ...given.price_data, active: false }, 'price_data');
    work.save('price', made);
    return made;
  }
  if (!given.pricing?.price) return undefined;
  const price = await work.need('price', given.pricing.price, 'pricing[price]');
  if (price.type !== 'one_time')
    throw invalidParameter(
      'pricing[price]',
      'The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.',
    );
  return price;
}

/** What an invoice item costs by its parameters; undefined where they say nothing of it. @throws ApiError */
export async function itemTermsOf(
  work: Work,
  given: Given,
  fallback: string,
): Promise<ItemTerms | undefined> {
  const quantity = given.quantity ?? given.quantity_decimal ?? 1;
  const price = await priceGiven(work, given);
  const unit = price?.unit_amount ?? given.unit_amount_decimal;
  if (price && price.unit_amount === null) throw notModelled('a price with custom_unit_amount');
  if (given.amount !== undefined && (unit !== undefined || given.quantity !== undefined))
    throw invalidParameter(
      'amount',
      'You may only specify one of these parameters: amount, quantity.',
    );
  const amount = given.amount ?? (unit === undefined ? undefined : unit * quantity);
  if (amount === undefined) return undefined;
  if (!Number.isInteger(amount)) throw notModelled('unit_amount_decimal with a fraction');
  const money = {
    amount: Math.abs(amount),
    currency: price?.currency ?? given.currency ?? fallback,
  };
  checkAmount(money, 'amount');
  return { amount, currency: money.currency, quantity, price: price ?? null };
}

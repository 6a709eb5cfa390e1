import type { Stripe } from '../../ground/stripe.ts';
import { checkMinimum } from '../catalogue/amounts.ts';
import { buildPrice } from '../catalogue/prices.ts';
import { buildProduct } from '../catalogue/products.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { ApiError, invalidParameter, notModelled } from '../wire/apiError.ts';
import { mergeMetadata } from '../wire/parameters.ts';
import type { LineItemParameters, SessionParameters } from './sessionParameters.ts';

const recurringMost = 20;

/** The price that a line stands for: a kept one, or one made of price_data. Inline ones are not active and make no events. */
async function priceOf(work: Work, given: LineItemParameters, at: string): Promise<Stripe.Price> {
  if ((given.price === undefined) === (given.price_data === undefined))
    throw invalidParameter(
      at,
      `You must specify exactly one of these parameters: ${at}[price], ${at}[price_data].`,
    );
  if (given.price) return work.need('price', given.price, `${at}[price]`);
  const { product, product_data: inline, ...terms } = given.price_data!;
  const place = `${at}[price_data]`;
  if ((product === undefined) === (inline === undefined))
    throw invalidParameter(
      `${place}[product]`,
      `You must specify exactly one of these parameters: ${place}[product], ${place}[product_data].`,
    );
  let owner = product;
  if (inline) {
    const { tax_code: _c, tax_details: _d, ...facts } = inline;
    const made = buildProduct(work, { ...facts, active: false });
    work.save('product', made);
    owner = made.id;
  } else await work.need('product', product!, `${place}[product]`);
  const price = buildPrice(work, { ...terms, product: owner!, active: false }, place);
  work.save('price', price);
  return price;
}

async function lineOf(work: Work, given: LineItemParameters, at: string): Promise<Stripe.LineItem> {
  const price = await priceOf(work, given, at);
  if (price.unit_amount === null) throw notModelled(`${at}[price] with custom_unit_amount`);
  const product = await work.need('product', String(price.product), `${at}[price]`);
  const quantity = given.quantity!;
  const amount = price.unit_amount * quantity;
  return {
    id: newStripeId('li', 24),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: product.name,
    metadata: mergeMetadata(null, given.metadata),
    price,
    quantity,
  };
}

function checkMode(mode: string, lines: readonly Stripe.LineItem[]) {
  const recurring = lines.filter((line) => line.price?.type === 'recurring');
  if (mode === 'payment' && recurring.length > 0)
    throw invalidParameter(
      'mode',
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
    );
  if (mode === 'subscription' && recurring.length === 0)
    throw invalidParameter(
      'line_items',
      'You must provide at least one recurring price in `subscription` mode when using prices.',
    );
  if (
    recurring.length > recurringMost ||
    lines.length - recurring.length > (mode === 'payment' ? 100 : recurringMost)
  )
    throw invalidParameter('line_items', 'Too many line items for this mode.');
  const intervals = new Set(
    recurring.map(
      ({ price }) => `${price?.recurring?.interval} ${price?.recurring?.interval_count}`,
    ),
  );
  if (intervals.size > 1) throw notModelled('line_items with different billing intervals');
}

/** The lines of a new session, checked against its mode and the currency's minimum. @throws ApiError */
export async function readLineItems(
  work: Work,
  { mode, line_items: given = [] }: SessionParameters,
): Promise<Stripe.LineItem[]> {
  if (given.length === 0)
    throw invalidParameter(
      'line_items',
      'Missing required param: line_items.',
      'parameter_missing',
    );
  const lines: Stripe.LineItem[] = [];
  // A quantity may be left out of metered prices alone, which are not here.
  const bare = given.findIndex(({ quantity }) => quantity === undefined);
  if (bare >= 0) {
    const param = `line_items[${bare}][quantity]`;
    throw invalidParameter(param, `Missing required param: ${param}.`, 'parameter_missing');
  }
  for (const [i, line] of given.entries()) lines.push(await lineOf(work, line, `line_items[${i}]`));
  checkMode(mode, lines);
  const currency = lines[0]!.currency;
  if (lines.some((line) => line.currency !== currency))
    throw new ApiError({
      param: 'line_items',
      message: 'All prices on a Checkout Session must use the same currency.',
    });
  const amount = lines.reduce((sum, line) => sum + line.amount_total, 0);
  checkMinimum({ amount, currency }, 'line_items', "The Checkout Session's total amount due");
  return lines;
}

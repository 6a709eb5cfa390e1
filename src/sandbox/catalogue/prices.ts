import type { z } from 'zod';
import type { Stripe } from '../../ground/stripe.ts';
import { asDecimal } from '../store/objectTypes.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { invalidParameter, notModelled } from '../wire/apiError.ts';
import {
  choice,
  currency,
  decimal,
  fields,
  flag,
  integer,
  integerFrom,
  mergeMetadata,
  metadata,
} from '../wire/parameters.ts';
import { checkAmount } from './amounts.ts';

/** Three years at most. https://docs.stripe.com/api/prices/create */
const mostIntervals = { day: 1095, week: 156, month: 36, year: 3 } as const;

export const recurringTerms = fields({
  interval: choice('day', 'week', 'month', 'year'),
  interval_count: integerFrom(1).optional(),
  // Metered use is not modelled.
  usage_type: choice('licensed').optional(),
}).refine(({ interval, interval_count: count = 1 }) => count <= mostIntervals[interval], {
  path: ['interval_count'],
  message: 'The maximum billing interval is three years',
});

/** Parameters of a price that inline ones share. */
export const inlineTerms = {
  currency,
  unit_amount: integer.optional(),
  unit_amount_decimal: decimal.optional(),
  recurring: recurringTerms.optional(),
  tax_behavior: choice('exclusive', 'inclusive', 'unspecified').optional(),
};

const customAmount = fields({
  enabled: flag,
  maximum: integerFrom(0).optional(),
  minimum: integerFrom(0).optional(),
  preset: integerFrom(0).optional(),
});

export const priceTerms = {
  ...inlineTerms,
  custom_unit_amount: customAmount.optional(),
  metadata: metadata.optional(),
};

interface PriceFacts {
  readonly currency: string;
  readonly product: string;
  readonly unit_amount?: number | undefined;
  readonly unit_amount_decimal?: number | undefined;
  readonly custom_unit_amount?: z.output<typeof customAmount> | undefined;
  readonly recurring?: z.output<typeof recurringTerms> | undefined;
  readonly tax_behavior?: 'exclusive' | 'inclusive' | 'unspecified' | undefined;
  readonly metadata?: z.output<typeof metadata> | undefined;
  readonly active?: boolean | undefined;
  readonly lookup_key?: string | null | undefined;
  readonly transfer_lookup_key?: boolean | undefined;
  readonly nickname?: string | null | undefined;
}

/** A parameter of a price that may stand inside another one: line_items[0][price_data][unit_amount]. */
const within = (at: string, name: string): string => (at === '' ? name : `${at}[${name}]`);

/** Whole minor units; a decimal amount may have no fraction here. @throws ApiError */
function unitAmountOf(given: PriceFacts, at: string): number | null {
  const amount = given.unit_amount ?? given.unit_amount_decimal;
  const ways = [given.unit_amount, given.unit_amount_decimal, given.custom_unit_amount].filter(
    (way) => way !== undefined,
  );
  if (ways.length > 1)
    throw invalidParameter(
      within(at, 'unit_amount'),
      'You may only specify one of these parameters: unit_amount, unit_amount_decimal, custom_unit_amount.',
    );
  if (given.custom_unit_amount) {
    if (given.recurring)
      throw invalidParameter(
        within(at, 'custom_unit_amount'),
        'custom_unit_amount is only supported on one-time prices.',
      );
    return null;
  }
  if (amount === undefined)
    throw invalidParameter(
      within(at, 'unit_amount'),
      `Missing required param: ${within(at, 'unit_amount')}.`,
      'parameter_missing',
    );
  if (!Number.isInteger(amount)) throw notModelled(within(at, 'unit_amount_decimal'));
  checkAmount({ amount, currency: given.currency }, within(at, 'unit_amount'));
  return amount;
}

/** A price as Stripe shows it. `at` is where its parameters stand, such as `line_items[0][price_data]`. @throws ApiError */
export function buildPrice(work: Work, given: PriceFacts, at = ''): Stripe.Price {
  const amount = unitAmountOf(given, at);
  const custom = given.custom_unit_amount;
  return {
    id: newStripeId('price'),
    object: 'price',
    active: given.active ?? true,
    billing_scheme: 'per_unit',
    created: work.at,
    currency: given.currency,
    custom_unit_amount: custom?.enabled
      ? {
          maximum: custom.maximum ?? null,
          minimum: custom.minimum ?? null,
          preset: custom.preset ?? null,
        }
      : null,
    livemode: false,
    lookup_key: given.lookup_key ?? null,
    metadata: mergeMetadata(null, given.metadata),
    nickname: given.nickname ?? null,
    product: given.product,
    recurring: given.recurring
      ? {
          interval: given.recurring.interval,
          interval_count: given.recurring.interval_count ?? 1,
          meter: null,
          trial_period_days: null,
          usage_type: 'licensed',
        }
      : null,
    tax_behavior: given.tax_behavior ?? 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: given.recurring ? 'recurring' : 'one_time',
    unit_amount: amount,
    unit_amount_decimal: amount === null ? null : asDecimal(amount),
  };
}

/** One price at a time is found by a key: takes it from the one that has it, where that is asked for. @throws ApiError */
export async function claimLookupKey(
  work: Work,
  given: Pick<PriceFacts, 'lookup_key' | 'transfer_lookup_key'>,
  claimer: string | null,
): Promise<void> {
  if (!given.lookup_key) return;
  const { data } = await work.list('price', { all: [`lookup_key:${given.lookup_key}`] });
  for (const owner of data.filter(({ id }) => id !== claimer)) {
    if (!given.transfer_lookup_key)
      throw invalidParameter(
        'lookup_key',
        `A price (\`${owner.id}\`) already uses that lookup key.`,
        'resource_already_exists',
      );
    owner.lookup_key = null;
    work.save('price', owner);
    work.emit('price.updated', owner, { lookup_key: given.lookup_key });
  }
}

/** Makes a price and tells of it. */
export async function createPrice(work: Work, given: PriceFacts): Promise<Stripe.Price> {
  await work.need('product', given.product, 'product');
  await claimLookupKey(work, given, null);
  const price = buildPrice(work, given);
  work.save('price', price);
  work.emit('price.created', price);
  return price;
}

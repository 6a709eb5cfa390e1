import { changesOf, givenOf } from '../store/changesOf.ts';
import { invalidParameter } from '../wire/apiError.ts';
import { listRoute } from '../wire/listRoute.ts';
import {
  choice,
  clearable,
  currency,
  fields,
  flag,
  list,
  mergeMetadata,
  metadata,
  ownKey,
  text,
  textUpTo,
  withoutEffect,
} from '../wire/parameters.ts';
import { getRoute, postRoute, type Route } from '../wire/route.ts';
import { claimLookupKey, createPrice, priceTerms } from './prices.ts';
import { buildProduct } from './products.ts';

const changing = {
  active: flag.optional(),
  lookup_key: clearable(textUpTo(200)).optional(),
  transfer_lookup_key: flag.optional(),
  nickname: clearable(text).optional(),
  metadata: metadata.optional(),
};

const newProduct = fields({
  id: ownKey.optional(),
  active: flag.optional(),
  metadata: metadata.optional(),
  name: text,
  statement_descriptor: textUpTo(22).optional(),
  unit_label: textUpTo(12).optional(),
  ...withoutEffect('tax_code', 'tax_details'),
});

export const priceRoutes: readonly Route[] = [
  postRoute(
    '/v1/prices',
    {
      ...priceTerms,
      ...changing,
      product: text.optional(),
      product_data: newProduct.optional(),
      billing_scheme: choice('per_unit').optional(),
    },
    async (work, given) => {
      if ((given.product === undefined) === (given.product_data === undefined))
        throw invalidParameter(
          'product',
          'You must specify exactly one of these parameters: product, product_data.',
        );
      let product = given.product;
      if (given.product_data) {
        const { tax_code: _c, tax_details: _d, ...facts } = given.product_data;
        const made = buildProduct(work, facts);
        work.save('product', made);
        work.emit('product.created', made);
        product = made.id;
      }
      return createPrice(work, { ...given, product: product! });
    },
  ),
  getRoute('/v1/prices/:id', {}, (work, _given, { path }) => work.need('price', path.id!)),
  postRoute(
    '/v1/prices/:id',
    { ...changing, tax_behavior: choice('exclusive', 'inclusive', 'unspecified').optional() },
    async (work, given, { path }) => {
      const price = await work.need('price', path.id!);
      const before = structuredClone(price);
      const { metadata: change, transfer_lookup_key: _, ...plain } = given;
      await claimLookupKey(work, given, price.id);
      Object.assign(price, givenOf(plain));
      price.metadata = mergeMetadata(price.metadata, change);
      work.save('price', price);
      work.emit('price.updated', price, changesOf(before, price));
      return price;
    },
  ),
  listRoute('/v1/prices', 'price', {
    shape: {
      active: flag.optional(),
      currency: currency.optional(),
      product: text.optional(),
      type: choice('one_time', 'recurring').optional(),
      lookup_keys: list(text, 10).optional(),
      recurring: fields({
        interval: choice('day', 'week', 'month', 'year').optional(),
        usage_type: choice('licensed').optional(),
      }).optional(),
    },
    facts: ['active', 'currency', 'product', 'type'],
    query: ({ lookup_keys: keys, recurring }) => ({
      any: keys?.map((key) => `lookup_key:${key}`),
      all: recurring?.interval ? [`interval:${recurring.interval}`] : [],
    }),
  }),
];

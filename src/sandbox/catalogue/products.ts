import { z } from 'zod';
import type { Stripe } from '../../ground/stripe.ts';
import { changesOf, givenOf } from '../store/changesOf.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { ApiError } from '../wire/apiError.ts';
import { listRoute } from '../wire/listRoute.ts';
import {
  clearable,
  fields,
  flag,
  list,
  mergeMetadata,
  metadata,
  ownKey,
  text,
  textUpTo,
  url,
  withoutEffect,
} from '../wire/parameters.ts';
import { deleteRoute, getRoute, postRoute, type Route } from '../wire/route.ts';
import { createPrice, priceTerms } from './prices.ts';

const common = {
  active: flag.optional(),
  description: clearable(text).optional(),
  images: list(url, 8).optional(),
  marketing_features: list(fields({ name: text }), 15).optional(),
  metadata: metadata.optional(),
  shippable: flag.optional(),
  statement_descriptor: textUpTo(22).optional(),
  tax_code: clearable(text).optional(),
  unit_label: clearable(textUpTo(12)).optional(),
  url: clearable(url).optional(),
  ...withoutEffect('package_dimensions', 'tax_details'),
};

const creating = {
  ...common,
  id: ownKey.optional(),
  name: text,
  type: withoutEffect('type').type,
  default_price_data: fields(priceTerms).optional(),
};

/** A list that '' empties. */
const emptyable = <S extends z.ZodType>(schema: S) =>
  z.union([z.literal('').transform(() => []), schema]);

type ProductFacts = Partial<
  Pick<
    z.output<z.ZodObject<typeof creating>>,
    | 'id'
    | 'active'
    | 'description'
    | 'images'
    | 'marketing_features'
    | 'metadata'
    | 'shippable'
    | 'statement_descriptor'
    | 'tax_code'
    | 'unit_label'
    | 'url'
  >
> & { name: string };

/** A product as Stripe shows it. */
export function buildProduct(work: Work, given: ProductFacts): Stripe.Product {
  return {
    id: given.id ?? newStripeId('prod', 14),
    object: 'product',
    active: given.active ?? true,
    created: work.at,
    default_price: null,
    description: given.description ?? null,
    images: given.images ?? [],
    livemode: false,
    marketing_features: given.marketing_features ?? [],
    metadata: mergeMetadata(null, given.metadata),
    name: given.name,
    package_dimensions: null,
    shippable: given.shippable ?? null,
    statement_descriptor: given.statement_descriptor ?? null,
    tax_code: given.tax_code ?? null,
    tax_details: null,
    type: 'service',
    unit_label: given.unit_label ?? null,
    updated: work.at,
    url: given.url ?? null,
  };
}

export const productRoutes: readonly Route[] = [
  postRoute('/v1/products', creating, async (work, given) => {
    if (given.id && (await work.findAny([given.id])).has(given.id))
      throw new ApiError({
        code: 'resource_already_exists',
        message: `Product already exists with id: ${given.id}`,
        param: 'id',
      });
    const product = buildProduct(work, given);
    work.save('product', product);
    work.emit('product.created', product);
    if (given.default_price_data) {
      const price = await createPrice(work, { ...given.default_price_data, product: product.id });
      product.default_price = price.id;
      work.save('product', product);
    }
    return product;
  }),
  getRoute('/v1/products/:id', {}, (work, _given, { path }) => work.need('product', path.id!)),
  postRoute(
    '/v1/products/:id',
    {
      ...common,
      images: emptyable(common.images),
      marketing_features: emptyable(common.marketing_features),
      name: text.optional(),
      default_price: text.optional(),
    },
    async (work, given, { path }) => {
      const product = await work.need('product', path.id!);
      const before = structuredClone(product);
      if (given.default_price) await work.need('price', given.default_price, 'default_price');
      const { metadata: change, package_dimensions: _p, tax_details: _t, ...plain } = given;
      Object.assign(product, givenOf(plain));
      product.metadata = mergeMetadata(product.metadata, change);
      if (Object.keys(changesOf(before, product)).length > 0) product.updated = work.at;
      work.save('product', product);
      work.emit('product.updated', product, changesOf(before, product));
      return product;
    },
  ),
  deleteRoute('/v1/products/:id', {}, async (work, _given, { path }) => {
    const product = await work.need('product', path.id!);
    const { data } = await work.list('price', { all: [`product:${product.id}`], limit: 1 });
    if (data.length > 0)
      throw new ApiError({
        message: 'This product cannot be deleted because it has one or more user-created prices.',
      });
    work.emit('product.deleted', product);
    return work.remove('product', product.id);
  }),
  listRoute('/v1/products', 'product', {
    shape: {
      active: flag.optional(),
      shippable: flag.optional(),
      ids: list(text).optional(),
      url: text.optional(),
    },
    facts: ['active', 'shippable'],
  }),
];

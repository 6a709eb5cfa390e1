import type { Stripe } from '../../ground/stripe.ts';
import { asErrorOf } from '../payments/cardError.ts';
import { declineOf } from '../payments/testCards.ts';
import { changesOf } from '../store/changesOf.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { ApiError, notModelled } from '../wire/apiError.ts';
import { listRoute } from '../wire/listRoute.ts';
import {
  fields,
  integer,
  mergeMetadata,
  metadata,
  text,
  withoutEffect,
} from '../wire/parameters.ts';
import { getRoute, postRoute, type Route } from '../wire/route.ts';
import { allOf } from './deleteCustomer.ts';
import {
  billingDetails,
  makePaymentMethod,
  newMethodShape,
  readExpiry,
  redisplay,
  setBilling,
} from './newMethod.ts';
import { onClockOf } from './onClock.ts';
import {
  attachPaymentMethod,
  cardBehind,
  detachPaymentMethod,
  readyPaymentMethod,
} from './paymentMethods.ts';

/** Keeps a card for a customer, where their bank lets it. @throws ApiError card_error for cards that are refused already then */
export async function keepForCustomer(
  wall: Work,
  method: Stripe.PaymentMethod,
  customer: string,
): Promise<void> {
  await wall.need('customer', customer, 'customer');
  const work = await onClockOf(wall, customer);
  if (method.customer && method.customer !== customer)
    throw new ApiError({
      message: 'The payment method you provided has already been attached to a customer.',
    });
  const card = await cardBehind(work, method);
  if (card.decline && !card.attaches) throw asErrorOf(declineOf(card.decline));
  attachPaymentMethod(work, method, customer);
}

/** What was let go is nobody's default any more. */
async function forgetDefault(work: Work, method: string, owner: string): Promise<void> {
  const customer = await work.find('customer', owner);
  if (customer?.invoice_settings.default_payment_method === method) {
    customer.invoice_settings.default_payment_method = null;
    work.save('customer', customer);
  }
  for (const subscription of await allOf(work, 'subscription', [`customer:${owner}`]))
    if (subscription.default_payment_method === method) {
      subscription.default_payment_method = null;
      work.save('subscription', subscription);
    }
}

const path = '/v1/payment_methods';

export const methodRoutes: readonly Route[] = [
  postRoute(path, newMethodShape, async (work, given) => makePaymentMethod(work, given)),
  postRoute(`${path}/:id/attach`, { customer: text }, async (work, given, call) => {
    const method = await readyPaymentMethod(work, call.path.id!, 'payment_method');
    await keepForCustomer(work, method, given.customer);
    return method;
  }),
  postRoute(`${path}/:id/detach`, {}, async (wall, _given, call) => {
    const method = await wall.need('payment_method', call.path.id!);
    const owner = idOf(method.customer);
    const work = await onClockOf(wall, owner);
    if (!owner)
      throw new ApiError({
        message:
          'The payment method you provided is not attached to a customer so detachment is impossible.',
      });
    await detachPaymentMethod(work, method);
    await forgetDefault(work, method.id, owner);
    return method;
  }),
  getRoute(`${path}/:id`, {}, (work, _given, call) => work.need('payment_method', call.path.id!)),
  postRoute(
    `${path}/:id`,
    {
      billing_details: billingDetails.optional(),
      card: fields({ exp_month: integer.optional(), exp_year: integer.optional() }).optional(),
      metadata: metadata.optional(),
      allow_redisplay: redisplay,
    },
    async (wall, given, call) => {
      const method = await wall.need('payment_method', call.path.id!);
      const work = await onClockOf(wall, idOf(method.customer));
      const before = structuredClone(method);
      if (given.billing_details) setBilling(method, given.billing_details);
      if (given.allow_redisplay) method.allow_redisplay = given.allow_redisplay;
      if (given.card) {
        const { exp_month: month, exp_year: year } = method.card!;
        const { exp_month: newMonth = month, exp_year: newYear = year } = given.card;
        const { expMonth, expYear } = readExpiry(work, newMonth, newYear);
        Object.assign(method.card!, { exp_month: expMonth, exp_year: expYear });
      }
      method.metadata = mergeMetadata(method.metadata, given.metadata);
      work.save('payment_method', method);
      work.emit('payment_method.updated', method, changesOf(before, method));
      return method;
    },
  ),
  listRoute(path, 'payment_method', {
    shape: {
      customer: text.optional(),
      type: text.optional(),
      ...withoutEffect('allow_redisplay'),
    },
    facts: ['customer', 'type'],
    query: ({ customer }) => {
      if (customer === undefined) throw notModelled('a list of payment methods without customer');
      return {};
    },
  }),
  listRoute('/v1/customers/:id/payment_methods', 'payment_method', {
    shape: { type: text.optional(), ...withoutEffect('allow_redisplay') },
    facts: ['type'],
    within: { fact: 'customer', owner: 'customer' },
  }),
];

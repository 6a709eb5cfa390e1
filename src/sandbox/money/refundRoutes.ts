import type { Stripe } from '../../ground/stripe.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { ApiError, refuseNotModelled } from '../wire/apiError.ts';
import { listRoute } from '../wire/listRoute.ts';
import {
  choice,
  integerFrom,
  mergeMetadata,
  metadata,
  text,
  withoutEffect,
} from '../wire/parameters.ts';
import { getRoute, postRoute, type Route } from '../wire/route.ts';
import { onClockOfCharge } from './chargeMoney.ts';
import { createRefund, tellOfRefund } from './refunds.ts';

const path = '/v1/refunds';

/** Of refunds from a customer's cash balance, and of Connect. */
const notHere = [
  'currency',
  'customer',
  'instructions_email',
  'origin',
  'refund_application_fee',
  'reverse_transfer',
] as const;

/** The charge to give back of, named itself or by its intent. @throws ApiError */
async function chargeOf(
  work: Work,
  given: { charge?: string | undefined; payment_intent?: string | undefined },
): Promise<Stripe.Charge> {
  const { charge, payment_intent: intent } = given;
  if ((charge === undefined) === (intent === undefined))
    throw new ApiError({
      code: 'parameter_missing',
      message:
        charge === undefined
          ? 'One of the following params should be provided for this request: payment_intent or charge.'
          : 'You may only specify one of these parameters: charge, payment_intent.',
    });
  if (charge !== undefined) return work.need('charge', charge, 'charge');
  const { id, latest_charge: latest } = await work.need(
    'payment_intent',
    intent!,
    'payment_intent',
  );
  if (latest === null)
    throw new ApiError({
      code: 'resource_missing',
      message: `This PaymentIntent (${id}) does not have a successful charge to refund.`,
      param: 'payment_intent',
    });
  return work.need('charge', idOf(latest));
}

export const refundRoutes: readonly Route[] = [
  postRoute(
    path,
    {
      amount: integerFrom(1).optional(),
      charge: text.optional(),
      metadata: metadata.optional(),
      payment_intent: text.optional(),
      reason: choice('duplicate', 'fraudulent', 'requested_by_customer').optional(),
      // Taken by the schema and then refused by name.
      ...withoutEffect(...notHere),
    },
    async (work, given) => {
      refuseNotModelled(given, notHere);
      return createRefund(work, await chargeOf(work, given), {
        amount: given.amount,
        reason: given.reason,
        metadata: mergeMetadata(null, given.metadata),
      });
    },
  ),
  getRoute(`${path}/:id`, {}, (work, _given, { path: { id } }) => work.need('refund', id!)),
  postRoute(`${path}/:id`, { metadata: metadata.optional() }, async (work, given, call) => {
    const refund = await work.need('refund', call.path.id!);
    const before = structuredClone(refund);
    refund.metadata = mergeMetadata(refund.metadata, given.metadata);
    work.save('refund', refund);
    const charge = await work.need('charge', idOf(refund.charge)!);
    tellOfRefund(await onClockOfCharge(work, charge), refund, before);
    return refund;
  }),
  // Only refunds that wait for the customer to act can be canceled, and a card's never does.
  postRoute(`${path}/:id/cancel`, {}, async (work, _given, { path: { id } }) => {
    const { status } = await work.need('refund', id!);
    throw new ApiError({
      message: `You can only cancel a refund that requires action; this one is ${status}.`,
    });
  }),
  listRoute(path, 'refund', {
    shape: { charge: text.optional(), payment_intent: text.optional() },
    facts: ['charge', 'payment_intent'],
  }),
  // The address that a charge names where its refunds are expanded.
  listRoute('/v1/charges/:id/refunds', 'refund', {
    shape: {},
    within: { fact: 'charge', owner: 'charge' },
  }),
];

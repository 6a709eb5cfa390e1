import { paymentByIntent } from '../billing/intentOutcome.ts';
import { onClockOf } from '../people/onClock.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { ApiError, notModelled, refuseNotModelled } from '../wire/apiError.ts';
import { checkMethodTypes } from '../wire/apiVersion.ts';
import { listRoute } from '../wire/listRoute.ts';
import {
  choice,
  flag,
  integerFrom,
  mergeMetadata,
  metadata,
  text,
  textUpTo,
  withoutEffect,
} from '../wire/parameters.ts';
import { getRoute, postRoute, type Route } from '../wire/route.ts';
import { cancelIntent } from './cancelIntent.ts';
import { captureIntent } from './captureCharge.ts';
import { changeIntent, openStates } from './changeIntent.ts';
import { confirmAsAsked } from './intentConfirmation.ts';
import {
  confirmShape,
  intentChangeShape,
  newIntentShape,
  notModelledOfIntents,
} from './intentParameters.ts';
import { makeIntent } from './newIntent.ts';
import { unexpectedState } from './unexpectedState.ts';

const path = '/v1/payment_intents';
const cancellable = [...openStates, 'requires_capture', 'processing'];

/** The intent that the address names, with the work at the time of its customer's test clock. */
async function find(wall: Work, { id }: Readonly<Record<string, string>>) {
  const intent = await wall.need('payment_intent', id!);
  return { intent, work: await onClockOf(wall, idOf(intent.customer)) };
}

const captureShape = {
  amount_to_capture: integerFrom(1).optional(),
  final_capture: flag.optional(),
  metadata: metadata.optional(),
  statement_descriptor: textUpTo(22).optional(),
  statement_descriptor_suffix: textUpTo(22).optional(),
  ...withoutEffect('amount_details', 'hooks', 'payment_details'),
  ...withoutEffect('application_fee_amount', 'transfer_data'),
};

export const intentRoutes: readonly Route[] = [
  postRoute(path, newIntentShape, (work, given, { apiVersion }) =>
    makeIntent(work, given, apiVersion),
  ),
  getRoute(`${path}/:id`, { client_secret: text.optional() }, (work, _given, call) =>
    work.need('payment_intent', call.path.id!),
  ),
  postRoute(`${path}/:id`, intentChangeShape, async (wall, given, call) => {
    const { work, intent } = await find(wall, call.path);
    await changeIntent(work, intent, given, call.apiVersion);
    return intent;
  }),
  postRoute(`${path}/:id/confirm`, confirmShape, async (wall, given, call) => {
    checkMethodTypes(given.payment_method_types, call.apiVersion);
    refuseNotModelled(given, notModelledOfIntents);
    const { work, intent } = await find(wall, call.path);
    await confirmAsAsked(work, intent, given);
    return intent;
  }),
  postRoute(`${path}/:id/capture`, captureShape, async (wall, given, call) => {
    refuseNotModelled(given, ['application_fee_amount', 'transfer_data']);
    if (given.final_capture === false) throw notModelled('final_capture');
    const { work, intent } = await find(wall, call.path);
    if (intent.status !== 'requires_capture')
      throw unexpectedState(
        intent,
        `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
      );
    intent.metadata = mergeMetadata(intent.metadata, given.metadata);
    const asked = { amount: given.amount_to_capture, param: 'amount_to_capture' };
    await captureIntent(work, intent, asked);
    return intent;
  }),
  postRoute(
    `${path}/:id/cancel`,
    {
      cancellation_reason: choice(
        'abandoned',
        'duplicate',
        'fraudulent',
        'requested_by_customer',
      ).optional(),
    },
    async (wall, given, call) => {
      const { work, intent } = await find(wall, call.path);
      if (!cancellable.includes(intent.status))
        throw unexpectedState(
          intent,
          `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${cancellable.join(', ')}.`,
        );
      if (await paymentByIntent(work, intent.id))
        throw new ApiError({
          message:
            'You cannot cancel a PaymentIntent that was created by an invoice. Void the invoice instead.',
        });
      await cancelIntent(work, intent, given.cancellation_reason ?? null);
      return intent;
    },
  ),
  listRoute(path, 'payment_intent', { shape: { customer: text.optional() }, facts: ['customer'] }),
];

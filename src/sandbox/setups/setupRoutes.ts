import { methodGiven } from '../payments/intentMethod.ts';
import {
  automaticMethods,
  notModelledOfIntents,
  returnTerms,
  sharedTerms,
} from '../payments/intentParameters.ts';
import { automaticMethodsOf } from '../payments/newIntent.ts';
import { unexpectedState } from '../payments/unexpectedState.ts';
import { onClockOf } from '../people/onClock.ts';
import { givenOf } from '../store/changesOf.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { invalidParameter, refuseNotModelled } from '../wire/apiError.ts';
import { checkMethodTypes } from '../wire/apiVersion.ts';
import { listRoute } from '../wire/listRoute.ts';
import { choice, flag, list, mergeMetadata, text, withoutEffect } from '../wire/parameters.ts';
import { getRoute, postRoute, type Route } from '../wire/route.ts';
import { confirmSetupAsAsked } from './confirmSetup.ts';
import { createSetupIntent } from './setupIntents.ts';

const path = '/v1/setup_intents';

const terms = {
  ...sharedTerms,
  attach_to_self: flag.optional(),
  flow_directions: list(choice('inbound', 'outbound')).optional(),
};

const newShape = {
  ...terms,
  ...returnTerms,
  automatic_payment_methods: automaticMethods.optional(),
  confirm: flag.optional(),
  usage: choice('off_session', 'on_session').optional(),
  ...withoutEffect('single_use'),
};

const { customer: _, description: _d, metadata: _m, ...confirmable } = sharedTerms;

/** The intent that the address names, with the work at the time of its customer's test clock. */
async function find(wall: Work, { id }: Readonly<Record<string, string>>) {
  const intent = await wall.need('setup_intent', id!);
  return { intent, work: await onClockOf(wall, idOf(intent.customer)) };
}

const ended = ['succeeded', 'canceled'];

export const setupRoutes: readonly Route[] = [
  postRoute(path, newShape, async (wall, given, { apiVersion }) => {
    checkMethodTypes(given.payment_method_types, apiVersion);
    refuseNotModelled(given, [...notModelledOfIntents, 'single_use']);
    if (given.return_url && !given.confirm)
      throw invalidParameter(
        'return_url',
        'You can only pass `return_url` when `confirm` is `true`.',
      );
    const customer = given.customer
      ? (await wall.need('customer', given.customer, 'customer')).id
      : null;
    const work = await onClockOf(wall, customer);
    const method = await methodGiven(work, given, customer);
    const intent = createSetupIntent(work, {
      customer,
      description: given.description,
      metadata: mergeMetadata(null, given.metadata),
      usage: given.usage,
      paymentMethod: method?.id,
      attachToSelf: given.attach_to_self,
      automaticMethods: automaticMethodsOf(given),
      allowedTypes: given.allowed_payment_method_types,
      excludedTypes: given.excluded_payment_method_types,
      flowDirections: given.flow_directions,
    });
    if (given.confirm) await confirmSetupAsAsked(work, intent, { return_url: given.return_url });
    return intent;
  }),
  getRoute(`${path}/:id`, { client_secret: text.optional() }, (work, _given, call) =>
    work.need('setup_intent', call.path.id!),
  ),
  postRoute(`${path}/:id`, terms, async (wall, given, call) => {
    checkMethodTypes(given.payment_method_types, call.apiVersion);
    refuseNotModelled(given, notModelledOfIntents);
    const { work, intent } = await find(wall, call.path);
    if (given.customer) await work.need('customer', given.customer, 'customer');
    const method = await methodGiven(work, given, given.customer ?? idOf(intent.customer));
    if (method && ended.includes(intent.status))
      throw unexpectedState(
        intent,
        `This SetupIntent's payment_method could not be updated because it has a status of ${intent.status}.`,
      );
    const { attach_to_self, customer, description, flow_directions } = given;
    Object.assign(intent, givenOf({ attach_to_self, customer, description, flow_directions }));
    if (method)
      Object.assign(intent, { payment_method: method.id, status: 'requires_confirmation' });
    intent.metadata = mergeMetadata(intent.metadata, given.metadata);
    work.save('setup_intent', intent);
    return intent;
  }),
  postRoute(
    `${path}/:id/confirm`,
    { ...confirmable, ...returnTerms, client_secret: text.optional() },
    async (wall, given, call) => {
      checkMethodTypes(given.payment_method_types, call.apiVersion);
      refuseNotModelled(given, notModelledOfIntents);
      const { work, intent } = await find(wall, call.path);
      await confirmSetupAsAsked(work, intent, given);
      return intent;
    },
  ),
  postRoute(
    `${path}/:id/cancel`,
    { cancellation_reason: choice('abandoned', 'duplicate', 'requested_by_customer').optional() },
    async (wall, given, call) => {
      const { work, intent } = await find(wall, call.path);
      if (ended.includes(intent.status))
        throw unexpectedState(
          intent,
          `You cannot cancel this SetupIntent because it has a status of ${intent.status}.`,
        );
      intent.status = 'canceled';
      intent.next_action = null;
      intent.cancellation_reason = given.cancellation_reason ?? null;
      work.save('setup_intent', intent);
      work.emit('setup_intent.canceled', intent);
      return intent;
    },
  ),
  listRoute(path, 'setup_intent', {
    shape: {
      customer: text.optional(),
      payment_method: text.optional(),
      attach_to_self: flag.optional(),
    },
    facts: ['customer', 'payment_method'],
  }),
];

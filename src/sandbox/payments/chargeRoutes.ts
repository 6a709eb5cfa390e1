import { onClockOf } from '../people/onClock.ts';
import { changesOf, givenOf } from '../store/changesOf.ts';
import { idOf } from '../store/objectTypes.ts';
import { notModelled } from '../wire/apiError.ts';
import { listRoute } from '../wire/listRoute.ts';
import {
  choice,
  clearable,
  email,
  fields,
  integerFrom,
  mergeMetadata,
  metadata,
  ownKey,
  text,
  textUpTo,
} from '../wire/parameters.ts';
import { getRoute, postRoute, type Route } from '../wire/route.ts';
import { captureIntent } from './captureCharge.ts';
import { chargeSearch } from './chargeSearch.ts';
import { shippingShape, toShipping } from './intentParameters.ts';

const path = '/v1/charges';

const changes = {
  customer: text.optional(),
  description: text.optional(),
  fraud_details: fields({ user_report: clearable(choice('fraudulent', 'safe')) }).optional(),
  metadata: metadata.optional(),
  receipt_email: email.optional(),
  shipping: shippingShape.optional(),
  transfer_group: ownKey.optional(),
};

export const chargeRoutes: readonly Route[] = [
  chargeSearch,
  getRoute(`${path}/:id`, {}, (work, _given, call) => work.need('charge', call.path.id!)),
  postRoute(`${path}/:id`, changes, async (wall, given, call) => {
    const charge = await wall.need('charge', call.path.id!);
    const work = await onClockOf(wall, idOf(charge.customer));
    if (given.customer) await work.need('customer', given.customer, 'customer');
    const before = structuredClone(charge);
    const { metadata: change, shipping, fraud_details: fraud, ...plain } = given;
    Object.assign(charge, givenOf({ ...plain, expand: undefined }));
    if (shipping) charge.shipping = toShipping(shipping);
    if (fraud) charge.fraud_details = fraud.user_report ? { user_report: fraud.user_report } : {};
    charge.metadata = mergeMetadata(charge.metadata, change);
    work.save('charge', charge);
    work.emit('charge.updated', charge, changesOf(before, charge));
    return charge;
  }),
  postRoute(
    `${path}/:id/capture`,
    {
      amount: integerFrom(1).optional(),
      receipt_email: email.optional(),
      statement_descriptor: textUpTo(22).optional(),
      statement_descriptor_suffix: textUpTo(22).optional(),
      transfer_group: ownKey.optional(),
    },
    async (wall, given, call) => {
      const charge = await wall.need('charge', call.path.id!);
      const work = await onClockOf(wall, idOf(charge.customer));
      const id = idOf(charge.payment_intent);
      if (id === null) throw notModelled('a charge without a payment intent');
      const intent = await work.need('payment_intent', id);
      return captureIntent(work, intent, { amount: given.amount, param: 'amount' });
    },
  ),
  listRoute(path, 'charge', {
    shape: {
      customer: text.optional(),
      payment_intent: text.optional(),
      transfer_group: ownKey.optional(),
    },
    facts: ['customer', 'payment_intent', 'transfer_group'],
  }),
];

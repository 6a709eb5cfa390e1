import type { Stripe } from '../../ground/stripe.ts';
import { checkAmount, checkMinimum } from '../catalogue/amounts.ts';
import { givenOf } from '../store/changesOf.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { refuseNotModelled } from '../wire/apiError.ts';
import { checkMethodTypes } from '../wire/apiVersion.ts';
import { mergeMetadata } from '../wire/parameters.ts';
import { methodGiven } from './intentMethod.ts';
import { type IntentChange, notModelledOfIntents, toShipping } from './intentParameters.ts';
import { unexpectedState } from './unexpectedState.ts';

/** Until it is paid all of an intent may change; afterwards only what says something about it. */
export const openStates = ['requires_payment_method', 'requires_confirmation', 'requires_action'];
const always = ['description', 'expand', 'metadata', 'receipt_email'];

/** What is written as it is given. */
const plainOf = (given: IntentChange) =>
  givenOf({
    allowed_payment_method_types: given.allowed_payment_method_types,
    amount: given.amount,
    capture_method: given.capture_method,
    currency: given.currency,
    description: given.description,
    excluded_payment_method_types: given.excluded_payment_method_types,
    receipt_email: given.receipt_email,
    setup_future_usage: given.setup_future_usage,
    statement_descriptor: given.statement_descriptor,
    statement_descriptor_suffix: given.statement_descriptor_suffix,
    transfer_group: given.transfer_group,
  });

function checkMayChange(intent: Stripe.PaymentIntent, given: IntentChange): void {
  if (openStates.includes(intent.status)) return;
  const late = Object.keys(givenOf(given)).find((name) => !always.includes(name));
  if (late)
    throw unexpectedState(
      intent,
      `This PaymentIntent's ${late} could not be updated because it has a status of ${intent.status}. You may only update the ${late} of a PaymentIntent with one of the following statuses: ${openStates.join(', ')}.`,
    );
}

/** Writes a change onto an intent. Stripe tells nobody of it. @throws ApiError */
export async function changeIntent(
  work: Work,
  intent: Stripe.PaymentIntent,
  given: IntentChange,
  version: string | null,
): Promise<void> {
  checkMethodTypes(given.payment_method_types, version);
  refuseNotModelled(given, notModelledOfIntents);
  checkMayChange(intent, given);
  const customer = given.customer ?? idOf(intent.customer);
  if (given.customer) await work.need('customer', given.customer, 'customer');
  const method = await methodGiven(work, given, customer);
  const { shipping, metadata } = given;
  Object.assign(intent, plainOf(given), { customer });
  if (given.amount !== undefined || given.currency !== undefined) {
    checkAmount(intent, 'amount');
    checkMinimum(intent, 'amount', 'Amount');
  }
  if (shipping !== undefined) intent.shipping = shipping && toShipping(shipping);
  if (method) Object.assign(intent, { payment_method: method.id, status: 'requires_confirmation' });
  intent.metadata = mergeMetadata(intent.metadata, metadata);
  work.save('payment_intent', intent);
}

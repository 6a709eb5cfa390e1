import type { Stripe } from '../../ground/stripe.ts';
import { checkAmount, checkMinimum } from '../catalogue/amounts.ts';
import { onClockOf } from '../people/onClock.ts';
import type { Work } from '../store/work.ts';
import { ApiError, invalidParameter, refuseNotModelled } from '../wire/apiError.ts';
import { checkMethodTypes } from '../wire/apiVersion.ts';
import { mergeMetadata } from '../wire/parameters.ts';
import { confirmAsAsked } from './intentConfirmation.ts';
import { methodGiven } from './intentMethod.ts';
import { type NewIntent, notModelledOfIntents, toShipping } from './intentParameters.ts';
import { createPaymentIntent } from './paymentIntents.ts';

const needConfirm = ['error_on_requires_action', 'off_session', 'return_url'] as const;

function check(given: NewIntent, version: string | null): void {
  checkMethodTypes(given.payment_method_types, version);
  refuseNotModelled(given, notModelledOfIntents);
  checkAmount(given, 'amount');
  checkMinimum(given, 'amount', 'Amount');
  const early = needConfirm.find((name) => given[name] !== undefined);
  if (early && !given.confirm)
    throw invalidParameter(early, `You can only pass \`${early}\` when \`confirm\` is \`true\`.`);
  if (given.payment_method_types && given.automatic_payment_methods?.enabled)
    throw new ApiError({
      message:
        'You may only specify one of these parameters: automatic_payment_methods, payment_method_types.',
    });
}

/** Whether Stripe chooses the payment methods, as it does unless types are named or it is told not to. */
export function automaticMethodsOf(given: {
  readonly automatic_payment_methods?: NewIntent['automatic_payment_methods'];
  readonly payment_method_types?: string[] | undefined;
}) {
  const asked = given.automatic_payment_methods;
  if (given.payment_method_types || asked?.enabled === false) return null;
  return { allow_redirects: asked?.allow_redirects ?? ('always' as const), enabled: true };
}

/** Makes a payment intent as a request asks, and confirms it where it says so. @throws ApiError */
export async function makeIntent(
  wall: Work,
  given: NewIntent,
  version: string | null,
): Promise<Stripe.PaymentIntent> {
  check(given, version);
  const customer = given.customer && (await wall.need('customer', given.customer, 'customer')).id;
  const work = await onClockOf(wall, customer ?? null);
  const method = await methodGiven(work, given, customer ?? null);
  const intent = createPaymentIntent(work, {
    amount: given.amount,
    currency: given.currency,
    customer,
    description: given.description,
    metadata: mergeMetadata(null, given.metadata),
    receiptEmail: given.receipt_email,
    statementDescriptor: given.statement_descriptor,
    statementDescriptorSuffix: given.statement_descriptor_suffix,
    setupFutureUsage: given.setup_future_usage,
    captureMethod: given.capture_method,
    confirmationMethod: given.confirmation_method,
    automaticMethods: automaticMethodsOf(given),
    shipping: given.shipping && toShipping(given.shipping),
    transferGroup: given.transfer_group,
    allowedTypes: given.allowed_payment_method_types,
    excludedTypes: given.excluded_payment_method_types,
    paymentMethod: method?.id,
  });
  if (!given.confirm) return intent;
  const { error_on_requires_action, off_session, return_url } = given;
  await confirmAsAsked(work, intent, { error_on_requires_action, off_session, return_url });
  return intent;
}

import type { Work } from '../store/work.ts';
import { invalidParameter, notModelled, refuseNotModelled } from '../wire/apiError.ts';
import { checkMethodTypes } from '../wire/apiVersion.ts';
import { notModelledParameters, type SessionParameters } from './sessionParameters.ts';
import { maxExpirySeconds } from './sessions.ts';

const minExpirySeconds = 30 * 60;
/** The clock of who asks may be a little behind. */
const graceSeconds = 60;

/** @throws ApiError for what does not fit together */
export function checkSession(work: Work, given: SessionParameters, version: string | null): void {
  checkMethodTypes(given.payment_method_types, version);
  refuseNotModelled(given, notModelledParameters);
  if (given.ui_mode && given.ui_mode !== 'hosted_page')
    throw notModelled(`ui_mode ${given.ui_mode}`);
  if (given.mode === 'setup') throw notModelled('mode setup');
  if (given.automatic_tax?.enabled) throw notModelled('automatic_tax');
  if (given.invoice_creation?.enabled) throw notModelled('invoice_creation');
  if (given.billing_address_collection === 'required')
    throw notModelled('billing_address_collection required');
  if (given.phone_number_collection?.enabled) throw notModelled('phone_number_collection');
  const trial = given.subscription_data;
  if (trial?.trial_end !== undefined || trial?.trial_period_days !== undefined)
    throw notModelled('subscription_data with a trial');
  if (given.success_url === undefined)
    throw invalidParameter(
      'success_url',
      'Missing required param: success_url.',
      'parameter_missing',
    );
  if (given.customer && given.customer_email)
    throw invalidParameter(
      'customer_email',
      'You may only specify one of these parameters: customer, customer_email.',
    );
  if (given.mode === 'subscription')
    refuseIn('subscription', given, [
      'customer_creation',
      'payment_intent_data',
      'invoice_creation',
    ]);
  else refuseIn('payment', given, ['subscription_data', 'payment_method_collection']);
  if (given.mode === 'payment' && given.submit_type === 'subscribe')
    throw invalidParameter(
      'submit_type',
      '`submit_type` of `subscribe` can only be used in `subscription` mode.',
    );
  if (given.expires_at === undefined) return;
  if (given.expires_at < work.at + minExpirySeconds - graceSeconds)
    throw invalidParameter(
      'expires_at',
      'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.',
    );
  if (given.expires_at > work.at + maxExpirySeconds + graceSeconds)
    throw invalidParameter(
      'expires_at',
      'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
    );
}

function refuseIn(
  mode: string,
  given: SessionParameters,
  names: readonly (keyof SessionParameters)[],
) {
  const name = names.find((one) => given[one] !== undefined);
  if (name) throw invalidParameter(name, `You can not pass \`${name}\` in \`${mode}\` mode.`);
}

import type { z } from 'zod';
import type { Stripe } from '../../ground/stripe.ts';
import { givenOf } from '../store/changesOf.ts';
import { notModelled } from '../wire/apiError.ts';
import { clearable, fields, textUpTo, withoutEffect } from '../wire/parameters.ts';

const texts = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'duplicate_charge_explanation',
  'duplicate_charge_id',
  'product_description',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'shipping_address',
  'shipping_carrier',
  'shipping_date',
  'shipping_tracking_number',
  'uncategorized_text',
] as const;

/** Ids of uploaded files, of which the sandbox has none. */
const files = [
  'cancellation_policy',
  'customer_communication',
  'customer_signature',
  'duplicate_charge_documentation',
  'receipt',
  'refund_policy',
  'service_documentation',
  'shipping_documentation',
  'uncategorized_file',
] as const;

const each = <N extends string, V>(names: readonly N[], value: V) =>
  Object.fromEntries(names.map((name) => [name, value])) as Record<N, V>;

export const emptyEvidence: Stripe.Dispute.Evidence = {
  ...each(texts, null),
  ...each(files, null),
  enhanced_evidence: {},
};

const evidenceText = clearable(textUpTo(20_000)).optional();

const notTaken = [...files, 'appeal', 'enhanced_evidence'] as const;

/** What a publication says to the bank, as the API takes it. */
export const evidenceShape = fields({
  ...each(texts, evidenceText),
  ...withoutEffect(...notTaken),
});

/** Evidence with what is given set, and what is emptied taken away. @throws ApiError for anything but words */
export function withEvidence(
  before: Stripe.Dispute.Evidence,
  given: z.output<typeof evidenceShape>,
): Stripe.Dispute.Evidence {
  for (const name of notTaken)
    if (given[name] !== undefined) throw notModelled(`evidence[${name}]`);
  return { ...before, ...(givenOf(given) as Partial<Stripe.Dispute.Evidence>) };
}

export const hasEvidence = (evidence: Stripe.Dispute.Evidence): boolean =>
  texts.some((name) => evidence[name] !== null);

/** What the bank makes of it, by the words that Stripe's tests use: https://docs.stripe.com/testing#evidence */
export function verdictOn({
  uncategorized_text: words,
}: Stripe.Dispute.Evidence): 'won' | 'lost' | 'escalate' | null {
  if (words === 'winning_evidence') return 'won';
  if (words === 'losing_evidence') return 'lost';
  return words === 'escalate_inquiry_evidence' ? 'escalate' : null;
}

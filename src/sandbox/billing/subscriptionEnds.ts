import { z } from 'zod';
import type { Stripe } from '../../ground/stripe.ts';
import type { Work } from '../store/work.ts';
import { invalidParameter } from '../wire/apiError.ts';
import { choice, clearable, fields, textUpTo, timestamp } from '../wire/parameters.ts';
import { cancelIntentOf, voidInvoice } from './invoiceEnds.ts';

export const cancellationDetails = fields({
  comment: clearable(textUpTo(5000)).optional(),
  feedback: clearable(
    choice(
      'customer_service',
      'low_quality',
      'missing_features',
      'other',
      'switched_service',
      'too_complex',
      'too_expensive',
      'unused',
    ),
  ).optional(),
});

/** A time to end at, or a period's end in Stripe's words. Nothing is billed ahead here, so all is billed until its period ends. */
export const cancelAt = z.union([
  choice('max_billed_until', 'max_period_end', 'min_period_end'),
  timestamp,
]);

/** When the period ends that is paid for, in unix seconds. */
export const periodEndOf = ({ items }: Stripe.Subscription): number =>
  Math.max(...items.data.map((item) => item.current_period_end));

function endOf(
  subscription: Stripe.Subscription,
  at: z.output<typeof cancelAt> | null | undefined,
): number | null | undefined {
  if (typeof at !== 'string') return at;
  if (at !== 'min_period_end') return periodEndOf(subscription);
  return Math.min(...subscription.items.data.map((item) => item.current_period_end));
}

/** What subscriptions that have ended are found by. */
export const endedRefs = ['status:canceled', 'status:incomplete_expired'];

export const hasEnded = ({ status }: Stripe.Subscription): boolean =>
  status === 'canceled' || status === 'incomplete_expired';

/**
 * Sets, moves or takes back the end of a subscription. Stripe shows an end at the period's end both ways.
 * @throws ApiError where both are given, or a time that has gone by
 */
export function scheduleEnd(
  work: Work,
  subscription: Stripe.Subscription,
  given: {
    cancel_at?: z.output<typeof cancelAt> | null | undefined;
    cancel_at_period_end?: boolean | undefined;
  },
): void {
  const at = endOf(subscription, given.cancel_at);
  const { cancel_at_period_end: atPeriodEnd } = given;
  if (at && atPeriodEnd)
    throw invalidParameter('cancel_at', 'Give cancel_at or cancel_at_period_end, not both.');
  if (at && at <= work.at)
    throw invalidParameter('cancel_at', 'The subscription cannot be canceled in the past.');
  if (at === undefined && atPeriodEnd === undefined) return;
  subscription.cancel_at_period_end = atPeriodEnd ?? false;
  subscription.cancel_at = atPeriodEnd ? periodEndOf(subscription) : (at ?? null);
  const ends = subscription.cancel_at !== null;
  if (ends) work.schedule('subscription.end', subscription.id, subscription.cancel_at!);
  subscription.canceled_at = ends ? work.at : null;
  subscription.cancellation_details = {
    ...(subscription.cancellation_details ?? {
      comment: null,
      feedback: null,
      feedback_option: null,
    }),
    reason: ends ? 'cancellation_requested' : null,
  };
}

/** Ends a subscription now: nothing is charged again, and nothing is given back. */
export async function endSubscription(
  work: Work,
  subscription: Stripe.Subscription,
  status: 'canceled' | 'incomplete_expired' = 'canceled',
): Promise<void> {
  const before = subscription.status;
  subscription.status = status;
  subscription.canceled_at ??= work.at;
  subscription.ended_at = work.at;
  work.save('subscription', subscription);
  if (status === 'canceled') work.emit('customer.subscription.deleted', subscription);
  else work.emit('customer.subscription.updated', subscription, { status: before });
  await leaveOpenInvoices(work, subscription);
}

/** What is still owed is not asked for any more, and drafts are not sent; of a beginning that came to nothing nothing is owed. */
async function leaveOpenInvoices(work: Work, { id: owner, status }: Stripe.Subscription) {
  const { data } = await work.list('invoice', {
    all: [`subscription:${owner}`],
    any: ['status:draft', 'status:open'],
    limit: 100,
  });
  for (const { id } of data) {
    const invoice = await work.need('invoice', id);
    if (status === 'incomplete_expired' && invoice.status === 'open') {
      await voidInvoice(work, invoice);
      await cancelIntentOf(work, invoice);
      continue;
    }
    invoice.auto_advance = false;
    invoice.next_payment_attempt = null;
    work.save('invoice', invoice);
  }
}

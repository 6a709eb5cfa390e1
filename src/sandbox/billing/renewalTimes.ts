import type { Stripe } from '../../ground/stripe.ts';
import { daySeconds } from '../payments/balanceTransactions.ts';
import type { Work } from '../store/work.ts';
import { periodEndOf } from './subscriptionEnds.ts';

/** Stripe's default: a renewal is announced a week before, a trial's end three days. */
const announceSeconds = { active: 7 * daySeconds, trialing: 3 * daySeconds };

/** Failed renewals are tried again after so many days each; when the last fails too the subscription ends. */
const retryDays = [3, 5, 7];

/** A draft waits for an hour for changes before it becomes due. */
export const draftSeconds = 3600;

/** A first payment that does not come ends a subscription after 23 hours. */
export const abandonSeconds = 23 * 3600;

/** @returns when to try again after so many failed attempts, or null where it is given up */
export function retryAfter(at: number, attempts: number): number | null {
  const days = retryDays[attempts - 1];
  return days === undefined ? null : at + days * daySeconds;
}

/** Sets the next renewal, and its announcement where the period is long enough for one. */
export function scheduleRenewal(work: Work, subscription: Stripe.Subscription): void {
  const end = periodEndOf(subscription);
  work.schedule('subscription.renew', subscription.id, end);
  const ahead = announceSeconds[subscription.status === 'trialing' ? 'trialing' : 'active'];
  if (end - ahead > work.at) work.schedule('subscription.announce', subscription.id, end - ahead);
}

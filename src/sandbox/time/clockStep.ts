import type { Stripe } from '../../ground/stripe.ts';
import { afterIntervals } from '../billing/periods.ts';
import { endedRefs } from '../billing/subscriptionEnds.ts';
import { intervalOf } from '../billing/subscriptions.ts';
import { daySeconds } from '../payments/balanceTransactions.ts';
import type { Work } from '../store/work.ts';
import { invalidParameter } from '../wire/apiError.ts';

/** Where two more intervals of a subscription end, by its shortest price. */
const twoOf = ({ items }: Stripe.Subscription, from: number): number =>
  Math.min(...items.data.map(({ price }) => afterIntervals(from, intervalOf(price), 2)));

/** How far one step may go (unix seconds): two intervals of the shortest subscription, or two years where none runs. */
async function furthestOf(work: Work, { id, frozen_time: from }: Stripe.TestHelpers.TestClock) {
  const running = { all: [`test_clock:${id}`], none: endedRefs, limit: 100 };
  let page = await work.list('subscription', running);
  let furthest = Number.POSITIVE_INFINITY;
  for (;;) {
    for (const subscription of page.data) furthest = Math.min(furthest, twoOf(subscription, from));
    if (!page.hasMore) break;
    page = await work.list('subscription', { ...running, startingAfter: page.data.at(-1)!.id });
  }
  return Number.isFinite(furthest)
    ? furthest
    : afterIntervals(from, { interval: 'year', count: 1 }, 2);
}

/**
 * Says whether a test clock may go so far (unix seconds) at once, as `frozen_time` of Stripe's advance is described.
 * @throws ApiError where it may not
 */
export async function checkStep(
  work: Work,
  clock: Stripe.TestHelpers.TestClock,
  to: number,
): Promise<void> {
  if (to <= clock.frozen_time)
    throw invalidParameter('frozen_time', 'A test clock can only be advanced to a later time.');
  // No interval is shorter than a day: a year that is played day by day never has to look.
  if (to <= clock.frozen_time + 2 * daySeconds) return;
  const furthest = await furthestOf(work, clock);
  if (to > furthest)
    throw invalidParameter(
      'frozen_time',
      `A test clock cannot be advanced by more than two intervals of its shortest subscription at once, or two years where it has none: here to ${furthest} at most.`,
    );
}

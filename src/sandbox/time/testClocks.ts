import type { Stripe } from '../../ground/stripe.ts';
import { leaveClock } from '../money/leaveClock.ts';
import { daySeconds } from '../payments/balanceTransactions.ts';
import { newStripeId } from '../store/stripeId.ts';
import { dropTimers } from '../store/timerTable.ts';
import type { Work } from '../store/work.ts';
import { ApiError } from '../wire/apiError.ts';
import { listRoute } from '../wire/listRoute.ts';
import { textUpTo, timestamp } from '../wire/parameters.ts';
import { deleteRoute, getRoute, postRoute, type Route } from '../wire/route.ts';
import { checkStep } from './clockStep.ts';
import { passTime } from './passTime.ts';

const keptSeconds = 30 * daySeconds;

const path = '/v1/test_helpers/test_clocks';

async function advance(work: Work, clock: Stripe.TestHelpers.TestClock, to: number): Promise<void> {
  await checkStep(work, clock, to);
  Object.assign(clock, {
    status: 'advancing',
    status_details: { advancing: { target_frozen_time: to } },
  } satisfies Partial<Stripe.TestHelpers.TestClock>);
  work.save('test_helpers.test_clock', clock);
  work.emit('test_helpers.test_clock.advancing', clock);
  await passTime(work, to, { clock: clock.id });
  Object.assign(clock, {
    status: 'ready',
    status_details: {},
    frozen_time: to,
  } satisfies Partial<Stripe.TestHelpers.TestClock>);
  work.save('test_helpers.test_clock', clock);
  work.emit('test_helpers.test_clock.ready', clock);
}

/** With the clock go its customers, and their subscriptions end without a word; the money stays. */
async function removeWhatRuns(work: Work, clock: string): Promise<void> {
  await leaveClock(work, clock);
  await dropTimers(work.db, work.account, clock);
  for (const type of ['subscription', 'customer'] as const) {
    let page = await work.list(type, { all: [`test_clock:${clock}`], limit: 100 });
    while (page.data.length > 0) {
      for (const { id } of page.data) work.remove(type, id);
      page = await work.list(type, { all: [`test_clock:${clock}`], limit: 100 });
    }
  }
}

export const testClockRoutes: readonly Route[] = [
  postRoute(
    path,
    { frozen_time: timestamp, name: textUpTo(300).optional() },
    async (work, given) => {
      const clock: Stripe.TestHelpers.TestClock = {
        id: newStripeId('clock', 24),
        object: 'test_helpers.test_clock',
        created: work.at,
        deletes_after: work.at + keptSeconds,
        frozen_time: given.frozen_time,
        livemode: false,
        name: given.name ?? null,
        status: 'ready',
        status_details: {},
      };
      work.save('test_helpers.test_clock', clock);
      work.emit('test_helpers.test_clock.created', clock);
      return clock;
    },
  ),
  getRoute(`${path}/:id`, {}, (work, _given, { path: { id } }) =>
    work.need('test_helpers.test_clock', id!),
  ),
  postRoute(`${path}/:id/advance`, { frozen_time: timestamp }, async (work, given, call) => {
    const clock = await work.need('test_helpers.test_clock', call.path.id!);
    if (clock.status !== 'ready')
      throw new ApiError({ message: 'The test clock is advancing already.' });
    await advance(work, clock, given.frozen_time);
    // Stripe answers before the time has passed; here it has, and the next look finds the clock ready.
    return {
      ...clock,
      status: 'advancing',
      status_details: { advancing: { target_frozen_time: given.frozen_time } },
    };
  }),
  deleteRoute(`${path}/:id`, {}, async (work, _given, call) => {
    const clock = await work.need('test_helpers.test_clock', call.path.id!);
    await removeWhatRuns(work, clock.id);
    work.emit('test_helpers.test_clock.deleted', clock);
    return work.remove('test_helpers.test_clock', clock.id);
  }),
  listRoute(path, 'test_helpers.test_clock', { shape: {} }),
];

import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';

/** The work at the time that a test clock has reached; as it is without one, or where it is gone. */
export async function onClock(work: Work, clock: string | null | undefined): Promise<Work> {
  if (!clock || clock === work.clock) return work;
  const found = await work.find('test_helpers.test_clock', clock);
  return found ? work.atTime(found.frozen_time, clock) : work;
}

/** The work at the time of the customer's test clock; as it is where they have none. */
export async function onClockOf(work: Work, customer: string | null): Promise<Work> {
  if (customer === null) return work;
  return onClock(work, idOf((await work.find('customer', customer))?.test_clock));
}

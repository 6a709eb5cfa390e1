import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';

/** The work at the time of the customer's test clock; as it is where they have none. */
export async function onClockOf(work: Work, customer: string | null): Promise<Work> {
  if (customer === null) return work;
  const clock = idOf((await work.find('customer', customer))?.test_clock);
  if (!clock || clock === work.clock) return work;
  const { frozen_time: time } = await work.need('test_helpers.test_clock', clock);
  return work.atTime(time, clock);
}

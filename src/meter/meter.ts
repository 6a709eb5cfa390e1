import { z } from 'zod';
import type { SetState } from '../ground/keyvalue.ts';

/**
 * Where a reader stands this month. The article at hand lies behind the wall when `count` is larger than `limit`: the
 * articles within the limit can be read again all month. Without a wall there is no limit, and nothing is counted.
 */
export const standingSchema = z.strictObject({
  count: z.int().min(0),
  limit: z.int().nullable(),
  remaining: z.int().min(0).nullable(),
  resetsAt: z.date().describe('the first instant of the next month, by the publisher’s clocks'),
});
export type Standing = Readonly<z.output<typeof standingSchema>>;

/** The standing after a read; where the count is not known, the reader reads on. */
export function standingOf(read: SetState | null, limit: number | null, resetsAt: Date): Standing {
  if (limit === null) return { count: 0, limit, remaining: null, resetsAt };
  if (read === null) return { count: 0, limit, remaining: limit, resetsAt };
  // A set that is full does not take one article more, but that one counts all the same.
  const count = read.holds ? Math.min(read.size, limit) : read.size + 1;
  return { count, limit, remaining: Math.max(0, limit - count), resetsAt };
}

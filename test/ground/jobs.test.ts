import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dayMs } from '../../src/ground/clock.ts';
import { createJob } from '../../src/ground/jobs.ts';
import { createLog } from '../../src/ground/log.ts';

beforeAll(() => void vi.useFakeTimers());
afterAll(() => void vi.useRealTimers());

test('daily work is done at the start and each day after, whatever failed the day before', async () => {
  let runs = 0;
  const work = async () => {
    runs += 1;
    if (runs === 2) throw new Error('the database was away');
  };
  const job = createJob({ name: 'daily', everyMs: dayMs, work, log: createLog('silent') });
  job.start();
  await vi.advanceTimersByTimeAsync(dayMs - 1);
  expect(runs).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(runs).toBe(2);
  await vi.advanceTimersByTimeAsync(3 * dayMs);
  expect(runs).toBe(5);
  await job.stop();
  await vi.advanceTimersByTimeAsync(3 * dayMs);
  expect(runs).toBe(5);
});

import { expect, test } from 'vitest';
import { waitAfter } from '../../src/sandbox/events/backOff.ts';

test('deliveries are tried again soon, then ever later, for three days', () => {
  const waits: number[] = [];
  for (let wait = waitAfter(1); wait !== undefined; wait = waitAfter(waits.length + 1))
    waits.push(wait / 1000);
  expect(waits.slice(0, 5)).toEqual([1, 5, 30, 300, 1800]);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  const days = waits.reduce((sum, wait) => sum + wait, 0) / 86_400;
  expect(days).toBeGreaterThan(2.9);
  expect(days).toBeLessThan(3.2);
});

import { expect, test } from 'vitest';
import { afterIntervals, periodEndAfter } from '../../src/sandbox/billing/periods.ts';

const seconds = (text: string) => Date.parse(text) / 1000;
const iso = (at: number) => new Date(at * 1000).toISOString().replace('.000Z', 'Z');
const monthly = { interval: 'month', count: 1 } as const;

test.each([
  ['2026-01-31T10:00:00Z', 1, '2026-02-28T10:00:00Z'],
  ['2026-01-31T10:00:00Z', 2, '2026-03-31T10:00:00Z'],
  ['2027-12-31T23:59:59Z', 2, '2028-02-29T23:59:59Z'],
  ['2026-11-24T12:00:00Z', 12, '2027-11-24T12:00:00Z'],
])('from %s, after %i months comes %s', (anchor, times, expected) => {
  expect(iso(afterIntervals(seconds(anchor), monthly, times))).toBe(expected);
});

test('a year from 29 February ends on 28 February, and comes back to the 29th', () => {
  const yearly = { interval: 'year', count: 1 } as const;
  const anchor = seconds('2028-02-29T08:00:00Z');
  expect(iso(afterIntervals(anchor, yearly, 1))).toBe('2029-02-28T08:00:00Z');
  expect(iso(afterIntervals(anchor, yearly, 4))).toBe('2032-02-29T08:00:00Z');
});

test('periods follow one another without a gap, whatever the interval', () => {
  const anchor = seconds('2026-01-31T10:00:00Z');
  for (const interval of ['day', 'week', 'month', 'year'] as const)
    for (const count of [1, 3]) {
      let at = anchor;
      for (let times = 1; times < 40; times += 1) {
        const end = periodEndAfter(anchor, { interval, count }, at);
        expect(end).toBe(afterIntervals(anchor, { interval, count }, times));
        at = end;
      }
    }
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dayIn,
  daysBetween,
  instantOf,
  isDay,
  plusDays,
  plusMonths,
} from '../../src/ground/calendar.ts';

const anyDay = fc
  .date({
    min: new Date('1971-01-01'),
    max: new Date('2399-12-31'),
    noInvalidDate: true,
  })
  .map((at) => at.toISOString().slice(0, 10));
const zones = [
  'UTC',
  'Europe/Amsterdam',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Africa/Cairo',
  'Europe/Moscow',
];
const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

describe('some months after a day', () => {
  test.each([
    ['2026-07-31', 2, '2026-09-30'],
    ['2026-07-31', 1, '2026-08-31'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-10-31', -1, '2026-09-30'],
  ])('%s and %i make %s', (day, months, later) => {
    expect(plusMonths(day, months)).toBe(later);
  });

  test('lies in just that month, on the same day or its last one', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -24, max: 36 }), (day, months) => {
        const later = plusMonths(day, months);
        expect(isDay(later)).toBe(true);
        expect(monthOf(later) - monthOf(day)).toBe(months);
        const isLast = plusDays(later, 1).endsWith('-01');
        expect(
          later.slice(8) === day.slice(8) ||
            (later < `${later.slice(0, 8)}${day.slice(8)}` && isLast),
        ).toBe(true);
      }),
    );
  });
});

describe('some days after a day', () => {
  test('are as many as lie between', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -800, max: 800 }), (day, days) => {
        expect(daysBetween(day, plusDays(day, days))).toBe(days);
        expect(plusDays(plusDays(day, days), -days)).toBe(day);
      }),
    );
  });
});

describe('an hour of a day in a time zone', () => {
  test('falls on that day there, at that hour, whatever is done to the clocks', () => {
    const recent = anyDay.filter((day) => day > '2012-01-01' && day < '2040-01-01');
    fc.assert(
      fc.property(recent, fc.constantFrom(...zones), (day, zone) => {
        const at = instantOf(day, 9, zone);
        expect(dayIn(zone, at)).toBe(day);
        const shown = new Intl.DateTimeFormat('en', {
          timeZone: zone,
          timeStyle: 'short',
          hourCycle: 'h23',
        });
        expect(shown.format(at)).toBe('09:00');
      }),
    );
  });

  test.each([
    // Clocks go from 02:00 to 03:00: there is no 02:00, and 03:00 is the first after it.
    ['2026-03-29', 2, 'Europe/Amsterdam', '2026-03-29T01:00:00.000Z'],
    // In Cairo midnight itself is skipped.
    ['2026-04-24', 0, 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
    // Samoa had no 30 December 2011.
    ['2011-12-30', 9, 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['2026-11-24', 9, 'Asia/Kathmandu', '2026-11-24T03:15:00.000Z'],
  ])('%s at %i in %s is %s', (day, hour, zone, at) => {
    expect(instantOf(day, hour, zone).toISOString()).toBe(at);
  });
});

test.each([
  '2026-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-1-1',
  '20261124',
  'today',
  '2026-11-31',
])('%s is no day', (text) => {
  expect(isDay(text)).toBe(false);
});

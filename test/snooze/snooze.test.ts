import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayIn, plusDays } from '../../src/ground/calendar.ts';
import { dayMs, plusMs } from '../../src/ground/clock.ts';
import {
  chooseSnooze,
  readSnooze,
  snoozeChoiceSchema,
  writeSnooze,
} from '../../src/snooze/snooze.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';

const instant = fc.date({
  min: new Date('2020-01-01'),
  max: new Date('2090-01-01'),
  noInvalidDate: true,
});
const days = fc.integer({ min: 1, max: 365 });
const minute = 60_000;

test('a snooze lasts exactly the days chosen, over leap days and changes of the clock', () => {
  fc.assert(
    fc.property(instant, days, (now, chosen) => {
      const { until } = chooseSnooze(null, { days: chosen }, now);
      expect(until.getTime() - now.getTime()).toBe(chosen * dayMs);
    }),
  );
});

test('a snooze never ends on the day before the one that was told, whatever is done to the clocks meanwhile', () => {
  const zones = [
    'UTC',
    'Europe/Amsterdam',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Cairo',
  ];
  fc.assert(
    fc.property(instant, days, fc.constantFrom(...zones), (now, chosen, zone) => {
      const snooze = chooseSnooze(null, { days: chosen }, now, zone);
      const longer = snooze.until.getTime() - now.getTime() - chosen * dayMs;
      expect([0, 30 * minute, 60 * minute]).toContain(longer);
      expect(dayIn(zone, snooze.until) >= plusDays(dayIn(zone, now), chosen)).toBe(true);
      expect(readSnooze(writeSnooze(snooze), now, zone)).toEqual(snooze);
    }),
  );
  // Half an hour after midnight, a week in which the clocks are put back.
  const { until } = chooseSnooze(null, { days: 7 }, new Date('2026-10-19T22:30:00Z'), zones[1]);
  expect(until.toISOString()).toBe('2026-10-26T23:30:00.000Z');
});

test('the same choice again within minutes moves no date; later, or another choice, does', () => {
  fc.assert(
    fc.property(instant, days, days, fc.integer({ min: 0, max: 20 * minute }), (now, a, b, ms) => {
      const first = chooseSnooze(null, { days: a }, now);
      const again = plusMs(now, ms);
      const second = chooseSnooze(first, { days: b }, again);
      const isRepeat = a === b && ms < 5 * minute;
      expect(second.until).toEqual(isRepeat ? first.until : plusMs(again, b * dayMs));
    }),
  );
});

test('a reader is never asked before the date they were told last', () => {
  const choices = fc.array(fc.tuple(days, fc.integer({ min: 0, max: 30 * minute })), {
    minLength: 1,
  });
  fc.assert(
    fc.property(instant, choices, (start, chosen) => {
      let now = start;
      let text: string | null = null;
      let told = start;
      for (const [count, wait] of chosen) {
        now = plusMs(now, wait);
        const snooze = chooseSnooze(readSnooze(text, now), { days: count }, now);
        text = writeSnooze(snooze);
        told = snooze.until;
      }
      expect(readSnooze(text, plusMs(told, -1))?.until).toEqual(told);
      expect(readSnooze(text, told)).toBe(null);
    }),
  );
});

test('what was kept reads as it was, and what is no snooze puts nobody off', () => {
  const now = new Date('2026-11-24T12:00:00Z');
  const snooze = chooseSnooze(null, { days: 7, campaign: 'autumn' }, now);
  expect(readSnooze(writeSnooze(snooze), now)).toEqual(snooze);
  expect(readSnooze(JSON.stringify(snooze), now)).toEqual(snooze);
  for (const text of [
    null,
    '',
    'x',
    '{}',
    'null',
    '{"at":"x","days":1}',
    '7',
    '17955216000000007x',
  ])
    expect(readSnooze(text, now)).toBe(null);
});

test('takes whole days within the publisher’s bounds, as numbers or as a form’s text', () => {
  const schema = snoozeChoiceSchema(givenPublisher({ snooze: { days: [7], min: 2, max: 30 } }));
  for (const taken of [2, 30, '2', '30']) expect(schema.parse({ days: taken }).days).toBe(+taken);
  const refused = [
    1,
    31,
    0,
    -7,
    7.5,
    NaN,
    '7.0',
    '7d',
    ' 7',
    '',
    '1e1',
    '0x7',
    null,
    true,
    [7],
    {},
  ];
  for (const days of [...refused, undefined]) {
    const { error } = schema.safeParse({ days });
    expect(error?.issues.map(({ path, message }) => [path, message])).toEqual([
      [['days'], 'must be a whole number of days from 2 to 30'],
    ]);
  }
});

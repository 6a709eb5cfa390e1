import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMonths } from '../../src/meter/month.ts';

const zones = [
  'UTC',
  'Europe/Amsterdam',
  'Asia/Amman',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
];

/** The wall clock of a place, found another way than the code under test does. */
const wallClock = (at: Date, timeZone: string) => at.toLocaleString('sv-SE', { timeZone });

test.each([
  ['UTC', '2026-11-24T12:00:00Z', '2026-11', '2026-12-01T00:00:00.000Z'],
  ['UTC', '2026-12-31T23:59:59.999Z', '2026-12', '2027-01-01T00:00:00.000Z'],
  ['UTC', '2027-01-01T00:00:00Z', '2027-01', '2027-02-01T00:00:00.000Z'],
  ['UTC', '2028-02-29T23:00:00Z', '2028-02', '2028-03-01T00:00:00.000Z'],
  ['America/Sao_Paulo', '2026-12-01T02:59:59Z', '2026-11', '2026-12-01T03:00:00.000Z'],
  // Summer time began in the month: the end is an hour nearer.
  ['Europe/Amsterdam', '2026-03-10T12:00:00Z', '2026-03', '2026-03-31T22:00:00.000Z'],
  // On 1 April 2016 the clocks of Amman went from 23:59:59 to 01:00: there was no midnight.
  ['Asia/Amman', '2016-03-15T12:00:00Z', '2016-03', '2016-03-31T22:00:00.000Z'],
  // Samoa had no 30 December 2011.
  ['Pacific/Apia', '2011-12-15T12:00:00Z', '2011-12', '2011-12-31T10:00:00.000Z'],
])('in %s at %s it is %s, until %s', (zone, at, name, endsAt) => {
  const month = createMonths()(new Date(at), zone);
  expect({ name: month.name, endsAt: month.endsAt.toISOString() }).toEqual({ name, endsAt });
});

test('a month ends at the first instant of a first day, in every zone', () => {
  const instant = fc.date({
    min: new Date('1990-01-01'),
    max: new Date('2040-01-01'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instant, fc.constantFrom(...zones), (at, zone) => {
      const { name, endsAt } = createMonths()(at, zone);
      expect(wallClock(at, zone).slice(0, 7)).toBe(name);
      expect(wallClock(new Date(endsAt.getTime() - 1), zone).slice(0, 7)).toBe(name);
      const next = wallClock(endsAt, zone);
      expect(next.slice(0, 7) > name && next.slice(8, 10) === '01').toBe(true);
      const days = (endsAt.getTime() - at.getTime()) / 86_400_000;
      expect(days > 0 && days < 31.1).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('what it remembers changes no answer, whatever was asked before', () => {
  const soon = fc.date({
    min: new Date('2026-01-01'),
    max: new Date('2026-06-01'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(soon, fc.constantFrom(...zones))), (questions) => {
      const remembering = createMonths();
      for (const [at, zone] of questions)
        expect(remembering(at, zone)).toEqual(createMonths()(at, zone));
    }),
    { numRuns: 50 },
  );
});

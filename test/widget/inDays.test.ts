import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { daysBetween, plusDays } from '../../src/ground/calendar.ts';
import { asField, daysTo, inDays } from '../../widget/inDays.ts';

// A reader's clock may stand anywhere: where clocks are changed at midnight, by half an hour, or at the far ends of the day.
const zones = [
  'UTC',
  'Europe/Amsterdam',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];
const ownZone = process.env.TZ;
afterAll(() => {
  if (ownZone === undefined) delete process.env.TZ;
  else process.env.TZ = ownZone;
});

const anyInstant = fc.date({
  min: new Date('2012-01-02'),
  max: new Date('2099-12-31'),
  noInvalidDate: true,
});
const pad = (number: number) => String(number).padStart(2, '0');
const shown = (at: Date) => `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;

test.each(zones)('in %s a day that is chosen is the day that is told, on every day', (zone) => {
  process.env.TZ = zone;
  const clock = (at: Date, timeZone?: string) => at.toLocaleString('en', { timeZone });
  expect(clock(new Date(0))).toBe(clock(new Date(0), zone));
  const check = (now: Date, days: number) => {
    const end = inDays(days, now);
    const day = plusDays(shown(now), days);
    // What the line says, what the field offers, and what is made of it when it comes back.
    expect(shown(end)).toBe(day);
    expect(asField(end)).toBe(day);
    expect(daysTo(day, now)).toBe(days);
    expect(daysBetween(shown(now), asField(end))).toBe(days);
  };
  fc.assert(fc.property(anyInstant, fc.integer({ min: 1, max: 365 }), check), { numRuns: 300 });
  // Month ends and leap days, at the hours at which clocks are changed.
  for (const from of ['2026-01-31', '2027-07-31', '2028-02-28', '2028-02-29', '2031-12-31'])
    for (const hour of ['00:00', '00:30', '02:30', '12:00', '23:59'])
      for (const days of [1, 28, 29, 30, 31, 90, 365]) check(new Date(`${from}T${hour}`), days);
});

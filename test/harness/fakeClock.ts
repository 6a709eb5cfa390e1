import type { Clock } from '../../src/ground/clock.ts';

export interface FakeClock extends Clock {
  /** Moves the time to an instant, given as an ISO 8601 text or a Date. */
  set(at: string | Date): void;
  /** Moves the time on. */
  advance(by: {
    ms?: number;
    seconds?: number;
    minutes?: number;
    hours?: number;
    days?: number;
  }): void;
}

/** A clock that stands still until it is moved. */
export function fakeClock(at: string | Date = '2026-11-24T12:00:00Z'): FakeClock {
  let now = new Date(at);
  return {
    now: () => new Date(now),
    set: (to) => {
      now = new Date(to);
    },
    advance: ({ ms = 0, seconds = 0, minutes = 0, hours = 0, days = 0 }) => {
      const inHours = days * 24 + hours;
      now = new Date(now.getTime() + ((inHours * 60 + minutes) * 60 + seconds) * 1000 + ms);
    },
  };
}

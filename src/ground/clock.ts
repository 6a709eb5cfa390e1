/** The time, as a dependency: tests hand in their own. */
export interface Clock {
  now(): Date;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/** Whole seconds since 1970, the unit of every time that Stripe sends. */
export const toUnixSeconds = (at: Date): number => Math.floor(at.getTime() / 1000);

/** A Stripe time (seconds since 1970) as a Date. */
export const fromUnixSeconds = (seconds: number): Date => new Date(seconds * 1000);

export const plusMs = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

export const dayMs = 86_400_000;

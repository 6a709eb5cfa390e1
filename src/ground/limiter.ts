import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from './problem.ts';

/** Counts what one caller does, by a key that is never stored longer than the window. */
export interface Limiter {
  /** @throws Problem too_many_requests, saying when to come back */
  take(key: string): Promise<void>;
}

/** At most `points` in each `seconds`. */
export interface Limit {
  readonly points: number;
  readonly seconds: number;
}

/** What a caller gets that did too much. @param msBeforeNext until it may go on */
export const tooMany = (msBeforeNext: number): Problem =>
  new Problem('too_many_requests', { retryAfterS: Math.ceil(msBeforeNext / 1000) });

/** A limiter that counts in this process alone. */
export function createLimiter({ points, seconds }: Limit): Limiter {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return {
    async take(key) {
      try {
        await limiter.consume(key);
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        throw tooMany(error.msBeforeNext);
      }
    },
  };
}

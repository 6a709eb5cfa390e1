import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from './problem.ts';

/** Counts what one caller does, by a key that is never stored longer than the window. */
export interface Limiter {
  /** @throws Problem too_many_requests, saying when to come back */
  take(key: string): Promise<void>;
}

/** At most `points` in each `seconds`, counted in this process: a network address leaves no trace elsewhere. */
export function createLimiter({ points, seconds }: { points: number; seconds: number }): Limiter {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return {
    async take(key) {
      try {
        await limiter.consume(key);
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        throw new Problem('too_many_requests', {
          retryAfterS: Math.ceil(error.msBeforeNext / 1000),
        });
      }
    },
  };
}

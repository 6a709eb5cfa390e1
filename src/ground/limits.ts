import type { Cluster, Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { createBreaker, type StoreWatch } from './breaker.ts';
import { StoreUnavailable } from './keyvalue.ts';
import { createLimiter, type Limit, type Limiter, tooMany } from './limiter.ts';
import type { Secrets } from './secrets.ts';

/** Makes the limiter of one thing that callers do; limits of the same name share their counts. */
export type Limits = (name: string, limit: Limit) => Limiter;

// A reader's page waits for a count before anything else: a sick Redis must leave most of the 50 ms to the rest.
const countLimitMs = 15;

interface LimitsDependencies {
  /** Where several processes count together; each counts by itself without it. */
  readonly client: Redis | Cluster | undefined;
  readonly secrets: Secrets;
  readonly watch?: StoreWatch;
  /** How long one count may take. */
  readonly limitMs?: number;
}

/**
 * Limits that every process of the service shares in Redis. A caller is known there by a keyed hash only, until its window
 * ends. While Redis is away each process counts by itself: neither open nor shut.
 */
export function createLimits({
  client,
  secrets,
  watch,
  limitMs = countLimitMs,
}: LimitsDependencies): Limits {
  if (!client) return (_name, limit) => createLimiter(limit);
  const run = createBreaker({ limitMs, watch });
  return (name, limit) => {
    const shared = new RateLimiterRedis({
      storeClient: client,
      keyPrefix: `smallfavor:limit:${name}`,
      points: limit.points,
      duration: limit.seconds,
    });
    const alone = createLimiter(limit);
    const consume = async (key: string): Promise<RateLimiterRes> => {
      try {
        return await shared.consume(key);
      } catch (error) {
        if (error instanceof RateLimiterRes) return error;
        throw error;
      }
    };
    return {
      async take(key) {
        try {
          const state = await run(() => consume(secrets.mac('limit', key)));
          if (state.consumedPoints > limit.points) throw tooMany(state.msBeforeNext);
        } catch (error) {
          if (!(error instanceof StoreUnavailable)) throw error;
          await alone.take(key);
        }
      },
    };
  };
}

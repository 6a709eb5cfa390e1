import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Keyvalue } from '../../src/ground/keyvalue.ts';
import { createRedisKeyvalue } from '../../src/ground/redisKeyvalue.ts';
import { createTableKeyvalue } from '../../src/ground/tableKeyvalue.ts';
import { freshEmbedded, freshPostgres } from './databases.ts';
import { type FakeClock, fakeClock } from './fakeClock.ts';
import { sharedRedis, startRedisCluster } from './redis.ts';

// A busy test machine may be slow; the time limit has tests of its own.
const limitMs = 5000;

interface Opened {
  readonly store: Keyvalue;
  stop(): Promise<unknown>;
}

const makers = {
  'the embedded table': async (clock: FakeClock): Promise<Opened> => {
    const { db, remove } = await freshEmbedded();
    return { store: createTableKeyvalue({ db, clock, limitMs }), stop: remove };
  },
  'the PostgreSQL table': async (clock: FakeClock): Promise<Opened> => {
    const { db, remove } = await freshPostgres();
    return { store: createTableKeyvalue({ db, clock, limitMs }), stop: remove };
  },
  Redis: async (clock: FakeClock): Promise<Opened> => {
    const { url, namespace } = sharedRedis();
    const store = createRedisKeyvalue({ urls: [url], namespace, clock, limitMs });
    return { store, stop: () => store.close() };
  },
  'a Redis cluster': async (clock: FakeClock): Promise<Opened> => {
    const cluster = await startRedisCluster();
    const store = createRedisKeyvalue({ urls: cluster.url.split(','), clock, limitMs });
    return { store, stop: () => Promise.all([store.close(), cluster.stop()]) };
  },
};

export type KeyvalueKind = keyof typeof makers;
export const keyvalueKinds = Object.keys(makers) as KeyvalueKind[];

/** Waits until a store answers, as after its server was started again. @throws StoreUnavailable after about ten seconds */
export async function untilAnswering(store: Keyvalue): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await store.ping();
    } catch (error) {
      if (attempt > 200) throw error;
      await sleep(50);
    }
  }
}

/** Runs the same suite on each kind of key-value store, each with a fake clock of its own. */
export function eachKeyvalue(
  name: string,
  kinds: readonly KeyvalueKind[],
  suite: (given: () => { store: Keyvalue; clock: FakeClock }) => void,
): void {
  for (const kind of kinds) {
    describe(`${name}, on ${kind}`, () => {
      const clock = fakeClock();
      let opened: Opened | undefined;
      beforeAll(async () => {
        opened = await makers[kind](clock);
        await untilAnswering(opened.store);
      });
      afterAll(async () => {
        await opened?.stop();
      });
      suite(() => {
        if (!opened) throw new Error('the store is open only inside tests and hooks');
        return { store: opened.store, clock };
      });
    });
  }
}

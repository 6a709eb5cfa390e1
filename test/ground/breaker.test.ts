import { expect, test } from 'vitest';
import { createBreaker } from '../../src/ground/breaker.ts';
import { StoreUnavailable } from '../../src/ground/keyvalue.ts';

/** A breaker that opens after three failures and rests for a second, with time standing still. */
function given() {
  const changes: string[] = [];
  let nowMs = 0;
  let calls = 0;
  let unavailable = 0;
  const run = createBreaker({
    limitMs: 20,
    failures: 3,
    restMs: 1000,
    nowMs: () => nowMs,
    watch: {
      changed: (state, cause) =>
        void changes.push(cause instanceof Error ? `${state}: ${cause.message}` : state),
      unavailable: () => {
        unavailable += 1;
      },
    },
  });
  const call = (outcome: 'well' | 'badly' | 'never', lane?: number) =>
    run(async () => {
      calls += 1;
      if (outcome === 'badly') throw new Error('sick');
      if (outcome === 'never') await new Promise(() => {});
      return 'answer';
    }, lane).catch((error: unknown) => error);
  return {
    call,
    changes,
    calls: () => calls,
    unavailable: () => unavailable,
    pass: (ms: number) => (nowMs += ms),
  };
}

test('a call that is answered gives its answer', async () => {
  const { call, changes } = given();
  expect(await call('well')).toBe('answer');
  expect(changes).toEqual([]);
});

test('a call that fails, or takes too long, is StoreUnavailable and says why', async () => {
  const { call } = given();
  expect(await call('badly')).toBeInstanceOf(StoreUnavailable);
  const late = await call('never');
  expect(late).toBeInstanceOf(StoreUnavailable);
  expect((late as Error).cause).toMatchObject({ message: 'no answer in 20 ms' });
});

test('a call that throws before it begins counts as failed', async () => {
  const run = createBreaker({ limitMs: 20 });
  const call = () => {
    throw new TypeError('no slot');
  };
  await expect(run(call)).rejects.toBeInstanceOf(StoreUnavailable);
});

test('after three failures in a row nothing is asked for a second', async () => {
  const { call, calls, pass, unavailable } = given();
  for (let i = 0; i < 3; i += 1) await call('badly');
  pass(999);
  expect(await call('well')).toBeInstanceOf(StoreUnavailable);
  expect(calls()).toBe(3);
  expect(unavailable()).toBe(4);
  pass(1);
  expect(await call('well')).toBe('answer');
});

test('a success in between begins the count anew', async () => {
  const { call } = given();
  for (const outcome of ['badly', 'badly', 'well', 'badly', 'badly'] as const) await call(outcome);
  expect(await call('well')).toBe('answer');
});

test('after the rest one call tries, and the others wait for what it finds', async () => {
  const { call, calls, pass } = given();
  for (let i = 0; i < 3; i += 1) await call('badly');
  pass(1000);
  const [first, second] = await Promise.all([call('badly'), call('well')]);
  expect([first, second].every((one) => one instanceof StoreUnavailable)).toBe(true);
  expect(calls()).toBe(4);
  pass(1000);
  expect(await call('well')).toBe('answer');
  expect(await call('well')).toBe('answer');
});

test('lanes fail apart, and what changed is told once', async () => {
  const { call, changes, pass } = given();
  for (let i = 0; i < 3; i += 1) await call('badly', 1);
  for (let i = 0; i < 3; i += 1) await call('badly', 2);
  expect(await call('well', 3)).toBe('answer');
  expect(await call('well', 1)).toBeInstanceOf(StoreUnavailable);
  pass(1000);
  expect(await call('well', 1)).toBe('answer');
  expect(changes).toEqual(['down: sick']);
  expect(await call('well', 2)).toBe('answer');
  expect(changes).toEqual(['down: sick', 'up']);
});

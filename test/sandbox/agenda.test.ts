import { expect, test } from 'vitest';
import type { Timer } from '../../src/sandbox/store/timerTable.ts';
import { createAgenda } from '../../src/sandbox/time/agenda.ts';

const timer = (object: string, dueAt: number): Timer => ({
  kind: 'subscription.renew',
  object,
  dueAt,
  clock: 'clock_1',
});

test('an agenda gives moments in their order, and what is set meanwhile for one to come', () => {
  const agenda = createAgenda();
  agenda.add([timer('late', 300), timer('first', 100), timer('second', 100)]);
  expect(agenda.next().map(({ object }) => object)).toEqual(['first', 'second']);
  agenda.add([timer('between', 200)]);
  expect(agenda.next().map(({ object }) => object)).toEqual(['between']);
  expect(agenda.next().map(({ object }) => object)).toEqual(['late']);
  expect(agenda.next()).toEqual([]);
});

test('a timer that is set twice rings once', () => {
  const agenda = createAgenda();
  agenda.add([timer('sub', 100)]);
  agenda.add([timer('sub', 100)]);
  expect(agenda.next()).toHaveLength(1);
  expect(agenda.next()).toEqual([]);
});

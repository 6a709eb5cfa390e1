import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { plusMs } from '../../src/ground/clock.ts';
import type { Keyvalue } from '../../src/ground/keyvalue.ts';
import type { FakeClock } from '../harness/fakeClock.ts';
import { eachKeyvalue, keyvalueKinds } from '../harness/keyvalues.ts';

const hourMs = 3_600_000;
const newTag = () => randomBytes(16).toString('base64url');

/** Redis looks at its own clock, the table at ours: both go on. */
async function pass(ms: number, clock: FakeClock): Promise<void> {
  clock.advance({ ms });
  await sleep(ms);
}

eachKeyvalue('the key-value store', keyvalueKinds, (given) => {
  const later = (ms = hourMs) => plusMs(given().clock.now(), ms);
  const add = (store: Keyvalue, tag: string, member: string, max = 10) =>
    store.addToSet({ tag, name: 'set' }, { member, max, expiresAt: later() });

  test('what was never put is null, and a set never added to is empty', async () => {
    const { store } = given();
    const key = { tag: newTag(), name: 'nothing' };
    expect(await store.get(key)).toBe(null);
    expect(await store.sizeOfSet(key)).toBe(0);
  });

  test('keeps the last value put, whatever letters it has', async () => {
    const { store } = given();
    const key = { tag: newTag(), name: 'value' };
    await store.put(key, 'first', later());
    const value = '{"says":"سلام, \\"quoted\\" – 👋 %s $1"}';
    await store.put(key, value, later());
    expect(await store.get(key)).toBe(value);
  });

  test('keeps the names of one reader, and the readers, apart', async () => {
    const { store } = given();
    const [a, b] = [newTag(), newTag()];
    await store.put({ tag: a, name: 'one' }, 'a1', later());
    await store.put({ tag: a, name: 'two' }, 'a2', later());
    await store.put({ tag: b, name: 'one' }, 'b1', later());
    await store.remove(a, ['one']);
    expect(await store.get({ tag: a, name: 'one' })).toBe(null);
    expect(await store.get({ tag: a, name: 'two' })).toBe('a2');
    expect(await store.get({ tag: b, name: 'one' })).toBe('b1');
  });

  test('forgets a value and a set at their expiry, not before', async () => {
    const { store, clock } = given();
    const value = { tag: newTag(), name: 'value' };
    const set = { tag: newTag(), name: 'set' };
    await store.put(value, 'x', later(1500));
    await store.addToSet(set, { member: 'a', max: 10, expiresAt: later(1500) });
    await pass(100, clock);
    expect(await store.get(value)).toBe('x');
    expect(await store.sizeOfSet(set)).toBe(1);
    await pass(1500, clock);
    expect(await store.get(value)).toBe(null);
    expect(await store.sizeOfSet(set)).toBe(0);
  });

  test('a set that has expired begins anew', async () => {
    const { store, clock } = given();
    const key = { tag: newTag(), name: 'set' };
    await store.addToSet(key, { member: 'old', max: 10, expiresAt: later(100) });
    await pass(200, clock);
    const state = await store.addToSet(key, { member: 'new', max: 10, expiresAt: later() });
    expect(state).toEqual({ size: 1, holds: true });
  });

  test('the last expiry given counts for the whole set', async () => {
    const { store, clock } = given();
    const key = { tag: newTag(), name: 'set' };
    await store.addToSet(key, { member: 'a', max: 10, expiresAt: later(100) });
    await store.addToSet(key, { member: 'b', max: 10, expiresAt: later() });
    await pass(200, clock);
    expect(await store.sizeOfSet(key)).toBe(2);
  });

  test('keeps nothing whose expiry is over, and drops what was there', async () => {
    const { store, clock } = given();
    const tag = newTag();
    await store.put({ tag, name: 'value' }, 'x', later());
    await store.put({ tag, name: 'value' }, 'y', clock.now());
    expect(await store.get({ tag, name: 'value' })).toBe(null);
    await add(store, tag, 'a');
    const past = { member: 'b', max: 10, expiresAt: plusMs(clock.now(), -1) };
    expect(await store.addToSet({ tag, name: 'set' }, past)).toEqual({ size: 0, holds: false });
    expect(await store.sizeOfSet({ tag, name: 'set' })).toBe(0);
  });

  test('counts a member once however often, and however concurrently, it is added', async () => {
    const { store } = given();
    const tag = newTag();
    const members = Array.from({ length: 60 }, (_, i) => `article-${i % 7}`);
    await Promise.all(members.map((member) => add(store, tag, member)));
    expect(await add(store, tag, 'article-0')).toEqual({ size: 7, holds: true });
    expect(await store.sizeOfSet({ tag, name: 'set' })).toBe(7);
  });

  test('a full set takes no more, and still says who is in it', async () => {
    const { store } = given();
    const tag = newTag();
    await Promise.all(Array.from({ length: 20 }, (_, i) => add(store, tag, `m${i}`, 3)));
    expect(await add(store, tag, 'another', 3)).toEqual({ size: 3, holds: false });
    const states = await Promise.all(
      Array.from({ length: 20 }, (_, i) => add(store, tag, `m${i}`, 3)),
    );
    expect(states.filter((state) => state.holds)).toHaveLength(3);
  });

  test('removes many names at once, absent ones and none too', async () => {
    const { store } = given();
    const tag = newTag();
    await store.put({ tag, name: 'value' }, 'x', later());
    await add(store, tag, 'a');
    await store.remove(tag, []);
    await store.remove(tag, ['value', 'set', 'absent']);
    await store.remove(tag, ['value', 'set', 'absent']);
    expect(await store.get({ tag, name: 'value' })).toBe(null);
    expect(await store.sizeOfSet({ tag, name: 'set' })).toBe(0);
  });

  test('serves many readers at once', async () => {
    const { store } = given();
    const tags = Array.from({ length: 200 }, newTag);
    await Promise.all(tags.map((tag) => store.put({ tag, name: 'value' }, tag, later())));
    await Promise.all(tags.map((tag) => add(store, tag, 'a')));
    const values = await Promise.all(tags.map((tag) => store.get({ tag, name: 'value' })));
    expect(values).toEqual(tags);
  });
});

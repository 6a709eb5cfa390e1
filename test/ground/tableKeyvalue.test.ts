import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { plusMs } from '../../src/ground/clock.ts';
import { StoreUnavailable } from '../../src/ground/keyvalue.ts';
import { createTableKeyvalue } from '../../src/ground/tableKeyvalue.ts';
import { eachDatabase } from '../harness/databases.ts';
import { fakeClock } from '../harness/fakeClock.ts';

eachDatabase('the table of keys and values', (database) => {
  test('sweeping removes what has expired, and only that', async () => {
    const clock = fakeClock();
    const db = database();
    const store = createTableKeyvalue({ db, clock, limitMs: 5000 });
    await db.query(
      `insert into keyvalue (tag, name, value, expires_at)
       select 'reader' || n, 'snooze', 'x', $1::timestamptz + n * interval '1 second'
       from generate_series(1, 2500) as n`,
      [clock.now().toISOString()],
    );
    expect(await store.sweep()).toBe(0);
    clock.advance({ seconds: 2300 });
    expect(await store.sweep()).toBe(2300);
    const { rows } = await db.query('select count(*)::integer as left_over from keyvalue');
    expect(rows).toEqual([{ left_over: 200 }]);
    expect(await store.get({ tag: 'reader2301', name: 'snooze' })).toBe('x');
  });

  test('a database that is busy too long is unavailable, and serves again when it is free', async () => {
    const clock = fakeClock();
    const db = database();
    const store = createTableKeyvalue({ db, clock, limitMs: 100 });
    const key = { tag: 'patient', name: 'snooze' };
    await store.put(key, 'x', plusMs(clock.now(), 60_000));
    let free = () => {};
    const freed = new Promise<void>((resolve) => {
      free = resolve;
    });
    const busy = db.transaction(async (tx) => {
      await tx.query('lock table keyvalue in access exclusive mode');
      await freed;
    });
    await sleep(50);
    await expect(store.get(key)).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.ping()).rejects.toBeInstanceOf(StoreUnavailable);
    free();
    await busy;
    expect(await store.get(key)).toBe('x');
  });
});

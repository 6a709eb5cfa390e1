import { expect, test } from 'vitest';
import {
  isDatabaseUnavailable,
  sqlState,
  toInteger,
  uniqueViolation,
} from '../../src/ground/sql.ts';
import { eachDatabase } from '../harness/databases.ts';

eachDatabase('a database', (database) => {
  test('gives the same types of values, whichever it is', async () => {
    const { rows } = await database().query<Record<string, unknown>>(
      `select 1::int as small, 9007199254740993::int8 as big, 1.5::numeric as exact, '2026-11-24T12:00:00Z'::timestamptz as at,
         '{"a":[1]}'::jsonb as facts, '\\x00ff'::bytea as bytes, true as yes, null as nothing`,
    );
    const row = rows[0]!;
    expect(row).toMatchObject({
      small: 1,
      big: '9007199254740993',
      exact: '1.5',
      facts: { a: [1] },
      yes: true,
      nothing: null,
    });
    expect(row.at).toEqual(new Date('2026-11-24T12:00:00Z'));
    expect([...(row.bytes as Uint8Array)]).toEqual([0, 255]);
    expect(() => toInteger(row.big)).toThrow(RangeError);
  });

  test('undoes a transaction whose work throws', async () => {
    const write = database().transaction(async (tx) => {
      await tx.query("insert into setting values ('undone', 'x')");
      throw new Error('no');
    });
    await expect(write).rejects.toThrow('no');
    expect((await database().query("select from setting where name = 'undone'")).rows).toHaveLength(
      0,
    );
  });

  test('runs what is deferred in its order, before what is waited for and before the commit', async () => {
    const insert = (values: string) =>
      `insert into setting values ${values} on conflict (name) do update set value = excluded.value`;
    // Too long to be kept as prepared, twice in one call.
    const many = (kind: string) =>
      insert(Array.from({ length: 300 }, (_, i) => `('${kind}${i}', $1)`).join(', '));
    const seen = await database().transaction(async (tx) => {
      tx.defer(insert("('deferred', $1)"), ['first']);
      tx.defer(insert("('deferred', $1)"), ['second']);
      tx.defer(many('long'), ['x']);
      tx.defer(many('longer'), ['y']);
      const { rows } = await tx.query("select value from setting where name = 'deferred'");
      tx.defer(insert("('deferred', $1)"), ['last']);
      return rows;
    });
    expect(seen).toEqual([{ value: 'second' }]);
    const { rows } = await database().query(
      `select value, count(*)::int from setting
       where name = 'deferred' or name like 'long%' group by value order by value`,
    );
    expect(rows).toEqual([
      { value: 'last', count: 1 },
      { value: 'x', count: 300 },
      { value: 'y', count: 300 },
    ]);
    await database().query("delete from setting where name like 'long%'");
  });

  test('keeps nothing of a transaction of which something deferred fails, whatever comes after it', async () => {
    const insert = 'insert into setting values ($1, $2)';
    const atTheEnd = database().transaction(async (tx) => {
      await tx.query(insert, ['lost', 'x']);
      tx.defer(insert, ['lost', 'y']);
      tx.defer(insert, ['lost too', 'z']);
    });
    await expect(atTheEnd).rejects.toMatchObject({ code: uniqueViolation });
    const before = database().transaction(async (tx) => {
      tx.defer(insert, ['lost', 'x']);
      tx.defer(insert, ['lost', 'y']);
      await tx.query('select 1');
    });
    await expect(before).rejects.toMatchObject({ code: uniqueViolation });
    await database().transaction(async () => {});
    const { rows } = await database().query("select from setting where name like 'lost%'");
    expect(rows).toHaveLength(0);
  });

  test('keeps transactions apart that run at once', async () => {
    await database().query("insert into setting values ('count', '0')");
    const increment = () =>
      database().transaction(async (tx) => {
        const { rows } = await tx.query<{ value: string }>(
          "select value from setting where name = 'count' for update",
        );
        await tx.query("update setting set value = $1 where name = 'count'", [
          String(Number(rows[0]!.value) + 1),
        ]);
      });
    await Promise.all(Array.from({ length: 30 }, increment));
    const { rows } = await database().query("select value from setting where name = 'count'");
    expect(rows).toEqual([{ value: '30' }]);
  });

  test('says how many rows a statement touched', async () => {
    await database().query("insert into setting values ('touch1', 'x'), ('touch2', 'x')");
    expect(
      (await database().query("update setting set value = 'y' where name like 'touch_'")).rowCount,
    ).toBe(2);
    expect(
      (await database().query("insert into setting values ('touch1', 'z') on conflict do nothing"))
        .rowCount,
    ).toBe(0);
    expect((await database().query("select from setting where name like 'touch_'")).rowCount).toBe(
      2,
    );
  });

  test('names a violated key by its SQLSTATE, and goes on', async () => {
    await database().query("insert into setting values ('twice', 'x')");
    const again = await database()
      .query("insert into setting values ('twice', 'x')")
      .catch((error: unknown) => error);
    expect(sqlState(again)).toBe(uniqueViolation);
    expect(isDatabaseUnavailable(again)).toBe(false);
    expect((await database().query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

import { expect, test } from 'vitest';
import { openEmbedded } from '../../src/ground/embedded.ts';

test('the embedded database goes on after statements that fail, in and out of transactions', async () => {
  const db = await openEmbedded();
  await db.script('create table thing (id int primary key, words text[])');
  const insert = 'insert into thing (id, words) values ($1, $2)';
  expect(await db.query(insert, [1, ['a "b", \\c', null]])).toEqual({ rows: [], rowCount: 1 });
  await expect(db.query(insert, [1, []])).rejects.toMatchObject({ code: '23505' });
  await expect(db.query('select nothing from thing')).rejects.toMatchObject({ code: '42703' });
  await expect(db.query('select $1::int', ['x'])).rejects.toMatchObject({ code: '22P02' });
  const undone = db.transaction(async (tx) => {
    await tx.query(insert, [2, []]);
    await tx.query('select 1 as first_seen_in_what_is_undone');
    await tx.query(insert, [1, []]);
  });
  await expect(undone).rejects.toMatchObject({ code: '23505' });
  const { rows } = await db.query('select 1 as first_seen_in_what_is_undone');
  expect(rows).toEqual([{ first_seen_in_what_is_undone: 1 }]);
  const all = 'select * from thing';
  expect((await db.query(all)).rows).toEqual([{ id: 1, words: ['a "b", \\c', null] }]);
  await db.script('alter table thing add column more json; update thing set more = \'{"a": 1}\'');
  expect((await db.query(all)).rows).toEqual([
    { id: 1, words: ['a "b", \\c', null], more: { a: 1 } },
  ]);
  await db.close();
  await expect(db.query(all)).rejects.toThrow(/closed/);
});

test('texts beyond counting are no burden to the embedded database', async () => {
  const db = await openEmbedded();
  for (let i = 0; i < 700; i += 1)
    expect((await db.query(`select $1::int + ${i} as sum`, [1])).rows).toEqual([{ sum: i + 1 }]);
  const { rows } = await db.query<{ kept: number }>(
    'select count(*)::int as kept from pg_prepared_statements',
  );
  expect(rows[0]!.kept).toBeLessThan(310);
  await db.close();
});

test('nothing is lost when plans are made anew between transactions that fail', async () => {
  const db = await openEmbedded();
  await db.script(
    'create table thing (id int primary key, kind text); create index on thing (kind)',
  );
  for (let i = 0; i < 900; i += 1) {
    const made = db.transaction(async (tx) => {
      await tx.query('insert into thing values ($1, $2)', [i, `k${i % 7}`]);
      if (i % 5 === 0) await tx.query('select 1 / 0');
    });
    if (i % 5 === 0) await expect(made).rejects.toMatchObject({ code: '22012' });
    else await made;
  }
  const { rows } = await db.query('select count(*)::int as some from thing where kind = $1', [
    'k3',
  ]);
  expect(rows).toEqual([{ some: 103 }]);
  await db.close();
});

test('a transaction that fails is undone, however many texts are kept by then', async () => {
  const db = await openEmbedded();
  for (let i = 0; i < 330; i += 1) {
    // Each with texts of its own, now even and now odd, so that any number of them is kept when one fails.
    if (i === 165) await db.query('select 2 as two');
    const failing = db.transaction(async (tx) => {
      await tx.query('select 1 as one');
      await tx.query(`select ${i} as counted`);
      return tx.query(`select ${i} / $1::int`, [0]);
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect((await db.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  }
  await db.close();
});

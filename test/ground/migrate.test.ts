import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate, splitStatements } from '../../src/ground/migrate.ts';
import { openPostgres } from '../../src/ground/postgres.ts';
import { eachDatabase, postgresUrl } from '../harness/databases.ts';
import { migrationsFolder } from '../harness/embeddedTemplate.ts';
import { provided } from '../harness/provided.ts';

const copyOfMigrations = () => {
  const folder = mkdtempSync(join(provided('scratchFolder'), 'migrations-'));
  cpSync(migrationsFolder, folder, { recursive: true });
  return folder;
};

eachDatabase('migrations', (database) => {
  test('that have run do not run again', async () => {
    expect(await migrate(database(), migrationsFolder)).toEqual([]);
  });

  test('that come later are applied, and only those', async () => {
    const folder = copyOfMigrations();
    writeFileSync(join(folder, '9000_later.sql'), '-- later\ncreate table later (id int);\n');
    expect(await migrate(database(), folder)).toEqual(['9000_later.sql']);
    expect(await migrate(database(), folder)).toEqual([]);
  });

  test('that fail leave nothing behind', async () => {
    const folder = copyOfMigrations();
    writeFileSync(join(folder, '9000_later.sql'), '-- later\ncreate table later (id int);\n');
    writeFileSync(
      join(folder, '9001_broken.sql'),
      'create table half (id int);\nselect nonsense;\n',
    );
    await expect(migrate(database(), folder)).rejects.toThrow(/nonsense/);
    const { rows } = await database().query("select to_regclass('half') as half");
    expect(rows).toEqual([{ half: null }]);
  });

  test('that were changed after they ran are refused', async () => {
    const folder = copyOfMigrations();
    const first = join(folder, '0001_records.sql');
    writeFileSync(first, `${readFileSync(first, 'utf8')}-- changed\n`);
    await expect(migrate(database(), folder)).rejects.toThrow(
      /changed after it was applied: 0001_records.sql/,
    );
  });

  test('with one number are refused', async () => {
    const folder = copyOfMigrations();
    writeFileSync(join(folder, '0001_other.sql'), 'select 1;\n');
    await expect(migrate(database(), folder)).rejects.toThrow(
      /two migrations have the number 0001/,
    );
  });
});

test('several processes that start at once migrate once', async () => {
  const { url, remove } = await postgresUrl();
  const folder = copyOfMigrations();
  writeFileSync(join(folder, '9000_later.sql'), 'create table later (id int);\n');
  const databases = Array.from({ length: 4 }, () => openPostgres({ url, onError: () => {} }));
  const applied = await Promise.all(databases.map((db) => migrate(db, folder)));
  expect(applied.flat()).toEqual(['9000_later.sql']);
  await Promise.all(databases.map((db) => db.close()));
  await remove();
});

test('a statement ends with its line, and the body of a function is kept whole', () => {
  const sql =
    '-- note;\ncreate table a (\n  id int\n);\ncreate function f() returns int as $$\nbegin\n  return 1;\nend\n$$;\nselect 1';
  expect(splitStatements(sql)).toEqual([
    'create table a (\n  id int\n);',
    'create function f() returns int as $$\nbegin\n  return 1;\nend\n$$;',
    'select 1',
  ]);
});

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database, Transaction } from './sql.ts';

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** The numbered .sql files of a folder, in order. @throws Error where two share a number */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .sort();
  const numbers = names.map((name) => name.slice(0, 4));
  const twice = numbers.find((number, i) => numbers.indexOf(number) !== i);
  if (twice) throw new Error(`two migrations have the number ${twice}`);
  return names.map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

// Simple-protocol scripts cannot run inside a driver's parameterised query, so each statement is sent by itself.
// Statements end with a semicolon at the end of a line; bodies of functions are kept whole by their $$.
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let current = '';
  let quoted = false;
  for (const line of sql.split('\n')) {
    if (!quoted && line.trimStart().startsWith('--')) continue;
    current += `${line}\n`;
    if ((line.match(/\$\$/g)?.length ?? 0) % 2 === 1) quoted = !quoted;
    if (!quoted && line.trimEnd().endsWith(';')) {
      statements.push(current.trim());
      current = '';
    }
  }
  if (current.trim()) statements.push(current.trim());
  return statements;
}

async function apply(tx: Transaction, migration: Migration): Promise<void> {
  for (const statement of splitStatements(migration.sql)) await tx.query(statement);
  await tx.query('insert into migration (name, checksum) values ($1, $2)', [
    migration.name,
    migration.checksum,
  ]);
}

/**
 * Brings the database up to the newest migration, forward only; several processes may call it at once.
 * @returns the names applied now
 * @throws Error where a migration that has run was changed since
 */
export async function migrate(db: Database, folder: string): Promise<string[]> {
  const migrations = readMigrations(folder);
  return db.transaction(async (tx) => {
    await tx.query("select pg_advisory_xact_lock(hashtext('smallfavor migrate'))");
    await tx.query(
      'create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    const { rows } = await tx.query<{ name: string; checksum: string }>(
      'select name, checksum from migration',
    );
    const applied = new Map(rows.map((row) => [row.name, row.checksum]));
    const changed = migrations.filter(
      (m) => applied.has(m.name) && applied.get(m.name) !== m.checksum,
    );
    if (changed.length > 0)
      throw new Error(`changed after it was applied: ${changed.map((m) => m.name).join(', ')}`);
    const pending = migrations.filter((m) => !applied.has(m.name));
    for (const migration of pending) await apply(tx, migration);
    return pending.map((m) => m.name);
  });
}

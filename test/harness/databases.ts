import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { openEmbedded } from '../../src/ground/embedded.ts';
import { openPostgres } from '../../src/ground/postgres.ts';
import type { Database } from '../../src/ground/sql.ts';
import { copyEmbeddedTemplate } from './embeddedTemplate.ts';
import { databaseNamed, onServer } from './postgres.ts';
import { provided } from './provided.ts';

/** Gives the migrated database of this suite; call it inside tests and hooks only. */
export type GivenDatabase = () => Database;

/** Runs the same suite on the embedded database and on PostgreSQL, each with a migrated database of its own. */
export function eachDatabase(name: string, suite: (database: GivenDatabase) => void): void {
  for (const kind of ['embedded', 'postgres'] as const) {
    describe(`${name}, on ${kind}`, () => {
      let opened: { db: Database; remove: () => Promise<void> } | undefined;
      beforeAll(async () => {
        opened = kind === 'embedded' ? await freshEmbedded() : await freshPostgres();
      });
      afterAll(async () => {
        await opened?.remove();
      });
      suite(() => {
        if (!opened) throw new Error('the database is open only inside tests and hooks');
        return opened.db;
      });
    });
  }
}

/** A folder with a migrated embedded database, not yet opened: for tests that start the whole service. */
export async function embeddedFolder(): Promise<{ folder: string; remove: () => void }> {
  const folder = mkdtempSync(join(provided('scratchFolder'), 'embedded-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  await copyEmbeddedTemplate(folder);
  return { folder, remove };
}

/** A migrated embedded database of its own. */
export async function freshEmbedded(): Promise<{ db: Database; remove: () => Promise<void> }> {
  const { folder, remove } = await embeddedFolder();
  const db = await openEmbedded(folder);
  return {
    db,
    remove: async () => {
      await db.close();
      remove();
    },
  };
}

/** The address of a migrated PostgreSQL database of its own: for tests that open it more than once. */
export async function postgresUrl(): Promise<{ url: string; remove: () => Promise<void> }> {
  const server = provided('postgresUrl');
  const name = `smallfavor_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name} template ${provided('postgresTemplate')}`);
  return {
    url: databaseNamed(server, name),
    remove: () => onServer(server, `drop database ${name} with (force)`),
  };
}

/** A migrated PostgreSQL database of its own. */
export async function freshPostgres(): Promise<{ db: Database; remove: () => Promise<void> }> {
  const { url, remove } = await postgresUrl();
  const db = openPostgres({ url, onError: () => {} });
  return {
    db,
    remove: async () => {
      await db.close();
      await remove();
    },
  };
}

import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/ground/migrate.ts';
import { openPostgres } from '../../src/ground/postgres.ts';
import { migrationsFolder } from './embeddedTemplate.ts';
import { databaseNamed, onServer, startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import { scratchFolder } from './startServer.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Maintenance database of the PostgreSQL server that all test files share. */
    postgresUrl: string;
    /** Name of the migrated database that is cloned for each test file. */
    postgresTemplate: string;
    redisUrl: string;
    /** A folder that goes with the run. */
    scratchFolder: string;
  }
}

/** Starts the servers that test files share; vitest calls what it returns after the last test. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { SMALLFAVOR_TEST_DATABASE_URL: databaseUrl, SMALLFAVOR_TEST_REDIS_URL: redisUrl } =
    process.env;
  const scratch = scratchFolder();
  const [postgres, redis] = await Promise.all([
    databaseUrl ? { url: databaseUrl, stop: async () => {} } : startPostgres(),
    redisUrl ? { url: redisUrl, stop: async () => {} } : startRedis(),
  ]);
  const template = `smallfavor_template_${randomBytes(6).toString('hex')}`;
  await onServer(postgres.url, `create database ${template}`);
  await migrateDatabase(databaseNamed(postgres.url, template));
  project.provide('postgresUrl', postgres.url);
  project.provide('postgresTemplate', template);
  project.provide('redisUrl', redis.url);
  project.provide('scratchFolder', scratch.folder);
  return async () => {
    await onServer(postgres.url, `drop database ${template} with (force)`);
    await Promise.all([postgres.stop(), redis.stop(), scratch.stop()]);
  };
}

async function migrateDatabase(url: string): Promise<void> {
  const db = openPostgres({ url, onError: () => {} });
  try {
    await migrate(db, migrationsFolder);
  } finally {
    await db.close();
  }
}

import { randomBytes } from 'node:crypto';
import { migrate } from '../../src/ground/migrate.ts';
import { openPostgres } from '../../src/ground/postgres.ts';
import { migrationsFolder } from '../harness/embeddedTemplate.ts';
import {
  databaseNamed,
  onServer,
  type PostgresServer,
  startPostgres,
} from '../harness/postgres.ts';
import type { Bench } from './section.ts';

/** What sections work with; nothing is started before a section asks for it. */
export function openBench(scale: number): Bench & { close(): Promise<void> } {
  const undone: (() => Promise<void>)[] = [];
  let postgres: Promise<PostgresServer> | undefined;
  const atEnd = (undo: () => Promise<void>) => void undone.push(undo);

  async function startDurable(): Promise<PostgresServer> {
    const server = await startPostgres({ durable: true });
    atEnd(server.stop);
    return server;
  }

  return {
    scale,
    sized: (full, atLeast = 1) => Math.max(atLeast, Math.round(full * scale)),
    async database() {
      postgres ??= startDurable();
      const server = await postgres;
      const name = `bench_${randomBytes(6).toString('hex')}`;
      await onServer(server.url, `create database ${name}`);
      const url = databaseNamed(server.url, name);
      const db = openPostgres({ url, onError: () => {} });
      await migrate(db, migrationsFolder);
      await db.close();
      return { url };
    },
    atEnd,
    say: (line) => void process.stderr.write(`  ${line}\n`),
    async close() {
      for (const undo of undone.reverse()) await undo();
    },
  };
}

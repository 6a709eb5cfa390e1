import { createHash, randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { openEmbedded } from '../../src/ground/embedded.ts';
import { migrate, readMigrations } from '../../src/ground/migrate.ts';

const root = join(import.meta.dirname, '../..');
export const migrationsFolder = join(root, 'config/migrations');
const cache = join(root, 'node_modules/.cache/smallfavor');

function fingerprint(): string {
  const library = readFileSync(join(root, 'node_modules/@electric-sql/pglite/package.json'));
  const hash = createHash('sha256').update(library);
  for (const { name, checksum } of readMigrations(migrationsFolder)) hash.update(name + checksum);
  return hash.digest('hex').slice(0, 20);
}

function removeOldTemplates(keep: string): void {
  const dayAgo = Date.now() - 86_400_000;
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    // Another run may be removing it at the same moment.
    const usedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (name !== keep && usedMs < dayAgo) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * Puts a migrated embedded database into a folder. Making one takes 5 s and 800 MB, copying one a tenth of a second:
 * so one is kept for each state of the migrations.
 */
export async function copyEmbeddedTemplate(to: string): Promise<void> {
  const name = fingerprint();
  const template = join(cache, name);
  if (!existsSync(template)) {
    const unfinished = join(cache, `${name}-${randomBytes(6).toString('hex')}`);
    mkdirSync(unfinished, { recursive: true });
    const db = await openEmbedded(unfinished);
    await migrate(db, migrationsFolder);
    await db.close();
    try {
      renameSync(unfinished, template);
    } catch (error) {
      // Another worker was first.
      if (!existsSync(template)) throw error;
      rmSync(unfinished, { recursive: true });
    }
    removeOldTemplates(name);
  }
  cpSync(template, to, { recursive: true });
}

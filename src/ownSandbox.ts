import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from './ground/clock.ts';
import { openEmbedded } from './ground/embedded.ts';
import { closeGently, createHttpServer, listen, portOf } from './ground/http.ts';
import type { Log } from './ground/log.ts';
import { migrate } from './ground/migrate.ts';
import { createSandbox } from './sandbox/sandbox.ts';

const migrations = fileURLToPath(new URL('../config/migrations', import.meta.url));

/** A sandbox for a while, on a port of its own and in a folder that goes with it. */
export async function openOwnSandbox({ clock, log }: { clock: Clock; log: Log }) {
  const folder = await mkdtemp(join(tmpdir(), 'smallfavor-'));
  const database = await openEmbedded(join(folder, 'database'));
  await migrate(database, migrations);
  let url = '';
  const sandbox = createSandbox({ database, clock, log, publicUrl: () => url });
  const server = createHttpServer(sandbox.app);
  await listen(server, 0, '127.0.0.1');
  url = `http://127.0.0.1:${portOf(server)}`;
  await sandbox.start();
  return {
    url,
    async close(): Promise<void> {
      await sandbox.stop();
      await closeGently(server);
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

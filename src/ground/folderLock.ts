import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';

/** Another process uses the folder; the message is fit to be shown to the operator. */
export class FolderInUse extends Error {}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The pid file serves where there are no abstract sockets (macOS), and tells the operator who holds the folder. */
function holderOf(pidFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    return Number.isInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid)
      ? pid
      : undefined;
  } catch {
    return undefined;
  }
}

const listen = (server: Server, path: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve());
  });

/**
 * Claims a folder for this process; the embedded database has no lock of its own and loses rows without one.
 * Linux: an abstract socket, which the kernel frees at once after kill -9. Elsewhere: the pid file alone.
 * @returns a function that gives the folder back
 * @throws FolderInUse
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  mkdirSync(folder, { recursive: true });
  const real = realpathSync(folder);
  const pidFile = join(real, 'smallfavor.pid');
  const inUse = () =>
    new FolderInUse(
      `another smallfavor (process ${holderOf(pidFile) ?? 'unknown'}) uses the data folder ${folder}. ` +
        'Stop it first, or give this one a DATA_DIR of its own.',
    );
  const server = createServer();
  if (process.platform === 'linux') {
    const name = createHash('sha256').update(real).digest('hex').slice(0, 40);
    try {
      await listen(server, `\0smallfavor-${name}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw inUse();
      throw error;
    }
    server.unref();
  } else if (holderOf(pidFile)) {
    throw inUse();
  }
  writeFileSync(pidFile, String(process.pid), { mode: 0o600 });
  return async () => {
    rmSync(pidFile, { force: true });
    await new Promise<void>((resolve) =>
      server.listening ? server.close(() => resolve()) : resolve(),
    );
  };
}

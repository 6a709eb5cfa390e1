import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/**
 * Starts what was built, as a sandbox of its own that nothing outlives.
 * @param said what its screen says once it is ready; the first match is given back
 */
export async function startSandbox(said, flags = []) {
  const data = mkdtempSync(join(tmpdir(), 'smallfavor-pictures-'));
  const child = spawn(process.execPath, ['dist/main.js', ...flags], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '3987',
      SANDBOX_PORT: '12987',
      DATA_DIR: data,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const link = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (more) => {
      text += more;
      const [found] = said.exec(text) ?? [];
      if (found) resolve(found);
    });
    child.on('exit', () => reject(new Error('the service ended')));
  });
  return {
    link,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

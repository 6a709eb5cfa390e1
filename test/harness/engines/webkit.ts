import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from './engine.ts';

/** WebDriver's code points for keys that have no letter: https://www.w3.org/TR/webdriver2/#keyboard-actions */
const codes = { Tab: '\uE004', Enter: '\uE007', ArrowRight: '\uE014' };

/** The browser that WebKitGTK brings along for tests, on any architecture. */
function findMiniBrowser(): string {
  const libraries = readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu'));
  const found = libraries.flatMap((library) =>
    readdirSync(`/usr/lib/${library}`)
      .filter((name) => name.startsWith('webkit2gtk-'))
      .map((name) => `/usr/lib/${library}/${name}/MiniBrowser`),
  );
  return found.sort().at(-1)!;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** The driver on a screen that nobody sees, in a home of its own. It has a process group, to be ended with all it started. */
async function startDriver(port: number) {
  const home = mkdtempSync(join(tmpdir(), 'webkit-'));
  const driver = spawn('xvfb-run', ['-a', 'WebKitWebDriver', '-p', String(port)], {
    detached: true,
    stdio: 'ignore',
    env: {
      ...process.env,
      HOME: home,
      TMPDIR: home,
      XDG_RUNTIME_DIR: home,
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    },
  });
  const ended = new Promise<void>((resolve) => driver.once('exit', () => resolve()));
  return {
    async stop() {
      process.kill(-driver.pid!, 'SIGTERM');
      const end = setTimeout(() => process.kill(-driver.pid!, 'SIGKILL'), 5000);
      await ended;
      clearTimeout(end);
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Debian's WebKitGTK, the nearest there is to Safari, through its own WebDriver. */
export async function startWebkit(): Promise<Engine> {
  const port = await freePort();
  const driver = await startDriver(port);
  const ask = async (path: string, body?: object, method = body ? 'POST' : 'GET') => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      body: body ? JSON.stringify(body) : null,
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Error((value as { message: string }).message);
    return value;
  };
  for (let tries = 0; ; tries += 1) {
    const isUp = await ask('/status').catch(() => false);
    if (isUp) break;
    if (tries > 600) throw new Error('WebKitWebDriver does not answer');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const browserOptions = { binary: findMiniBrowser(), args: ['--automation'] };
  const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': browserOptions } };
  const { sessionId } = (await ask('/session', { capabilities })) as { sessionId: string };
  const here = `/session/${sessionId}`;
  await ask(`${here}/window/rect`, { width: 1000, height: 740 });
  return {
    open: async (url) => void (await ask(`${here}/url`, { url })),
    run: async <T>(script: string) =>
      (await ask(`${here}/execute/sync`, { script, args: [] })) as T,
    async press(key) {
      const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value: codes[key] }));
      await ask(`${here}/actions`, { actions: [{ type: 'key', id: 'keys', actions }] });
    },
    async stop() {
      await ask(here, undefined, 'DELETE').catch(() => {});
      await driver.stop();
    },
  };
}

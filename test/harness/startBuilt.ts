import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface StartedProgram {
  readonly child: ChildProcess;
  /** All that it has written so far, errors too. */
  output(): string;
  /** Resolves when the output holds the text, or rejects with the output when the process ends before. */
  says(text: string): Promise<void>;
}

/** Starts a program of dist/, which `npm test` builds first, with nothing of our own environment. */
export function startBuilt(
  args: readonly string[],
  variables: Record<string, string> = {},
): StartedProgram {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...variables },
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data;
      for (const listener of listeners) listener();
    });
  }
  return {
    child,
    output: () => output,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => output.includes(text) && resolve();
        listeners.add(look);
        child.once('exit', () => reject(new Error(`ended before it said ${text}: ${output}`)));
        look();
      }),
  };
}

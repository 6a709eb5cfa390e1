import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { provided } from '../../harness/provided.ts';

const path = join(import.meta.dirname, '../../../node_modules/@stripe/cli-linux-x64/bin/stripe');

/** Whether Stripe's command-line tool is here. It is an optional dependency, and for Linux on x64 only. */
export const hasStripeTool = existsSync(path);

export interface Ran {
  readonly exitCode: number;
  /** What it said, on whichever stream. */
  readonly output: string;
}

/**
 * Stripe's command-line tool, aimed at the sandbox. It takes an address as 127.0.0.1 only. Its scripts ask for no version
 * of the API, and so speak that of the account: some say what newer versions refuse.
 */
export function createStripeTool(sandboxUrl: string) {
  const settings = mkdtempSync(join(provided('scratchFolder'), 'stripe-tool-'));
  return function stripeTool(secretKey: string, ...given: string[]): Promise<Ran> {
    const args = [...given, '--api-base', sandboxUrl];
    const env = {
      STRIPE_API_KEY: secretKey,
      XDG_CONFIG_HOME: settings,
      HOME: settings,
      STRIPE_CLI_TELEMETRY_OPTOUT: '1',
    };
    return new Promise((resolve) => {
      execFile(path, args, { env, timeout: 25_000 }, (error, stdout, stderr) => {
        const exitCode = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
        resolve({ exitCode, output: stdout + stderr });
      });
    });
  };
}

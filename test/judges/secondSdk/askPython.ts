import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { stripeApiVersion } from '../../../src/ground/stripe.ts';

// The distribution's own: another interpreter on the path would not have the distribution's library.
const python = '/usr/bin/python3';
const judge = join(import.meta.dirname, 'judge.py');

export interface Ask {
  readonly do: 'give' | 'fail' | 'verify';
  readonly [more: string]: unknown;
}

/** Has Stripe's library for Python, as Debian packs it, do something. @throws Error with what Python said */
export function askPython<Answer>(
  sandboxUrl: string,
  secretKey: string,
  ask: Ask,
): Promise<Answer> {
  const aim = { api_base: sandboxUrl, api_key: secretKey, api_version: stripeApiVersion };
  return new Promise((resolve, reject) => {
    // An empty environment: a proxy for the machine's way out is not the way to the sandbox.
    const running = execFile(python, [judge], { env: {}, timeout: 25_000 }, (error, out, said) =>
      error ? reject(new Error(said || error.message)) : resolve(JSON.parse(out) as Answer),
    );
    running.stdin!.end(`${JSON.stringify({ ...aim, ...ask })}\n`);
  });
}

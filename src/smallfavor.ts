#!/usr/bin/env node
import { runCommand } from './command/runCommand.ts';
import { verbs } from './command/verbs.ts';
import { createOperator } from './operate.ts';

// Whoever reads a list through `head` stops listening early, and that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

const streams = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
};

process.exitCode = await runCommand(verbs, process.argv.slice(2), streams, (common) =>
  createOperator(process.env, common),
);

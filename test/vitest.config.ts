import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { createClosingLine } from './closingLine.ts';

export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..'),
    include: ['test/**/*.test.ts'],
    globalSetup: './test/harness/globalSetup.ts',
    setupFiles: [
      './test/judges/traffic/heldToAccount.ts',
      './test/judges/answers/heldToDescription.ts',
    ],
    reporters: ['default', createClosingLine()],
    pool: 'forks',
    // One more than the cores of the machine this is kept quick on: tests wait for browsers and servers half of their time.
    maxWorkers: 3,
    // Pages of one browser wait for the most part: they do that side by side.
    maxConcurrency: 4,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A poll ends as soon as it is right; a busy machine may need long to get there.
    expect: { poll: { timeout: 15_000 } },
  },
});

import type { Reporter, TestModule, Vitest } from 'vitest/node';

/** How many tests ended how. What keeps tests from running (a file that does not load, a hook that throws) is a failure. */
function countTests(modules: readonly TestModule[], strayErrors: number) {
  const count = { passed: 0, failed: strayErrors, skipped: 0 };
  for (const module of modules) {
    count.failed += module.errors().length > 0 ? 1 : 0;
    for (const suite of module.children.allSuites())
      count.failed += suite.errors().length > 0 ? 1 : 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'pending') count.failed += 1;
      else count[state] += 1;
    }
  }
  return count;
}

/** Prints `N passed, N failed` as the very last line of the run. */
export function createClosingLine(): Reporter {
  let count = { passed: 0, failed: 0, skipped: 0 };

  function print(exitCode: number): void {
    // Whatever else made vitest give up (no test found, no server) must not look like success.
    const failed = count.failed === 0 && exitCode !== 0 ? 1 : count.failed;
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    process.stdout.write(`${count.passed} passed, ${failed} failed${skipped}\n`);
  }

  return {
    onInit(vitest: Vitest) {
      // Anything may still print while vitest closes, so the line waits for the end of the process.
      if (!vitest.config.watch) process.once('exit', (code) => print(Number(code)));
    },
    onTestRunEnd(modules, strayErrors) {
      count = countTests(modules, strayErrors.length);
    },
  };
}

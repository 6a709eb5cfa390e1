import { inject, type ProvidedContext } from 'vitest';

/** What globalSetup.ts started for all test files. @throws Error where it has not run */
export function provided<Name extends keyof ProvidedContext>(name: Name): ProvidedContext[Name] {
  const value = inject(name);
  if (value === undefined)
    throw new Error('no servers for tests: run vitest with --config test/vitest.config.ts');
  return value;
}

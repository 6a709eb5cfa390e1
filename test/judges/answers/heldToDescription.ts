import { afterAll } from 'vitest';
import { overhear } from './overhear.ts';

// Runs before every test file: whatever our API answers there must be as /openapi.json says.
const answers = overhear();

afterAll(async () => {
  if (answers.length === 0) return;
  const { createJudge } = await import('./createJudge.ts');
  const { writtenDescription } = await import('./writtenDescription.ts');
  const faults = createJudge(await writtenDescription())(answers);
  if (faults.length > 0)
    throw new Error(`By our own description this is wrong:\n${faults.join('\n')}`);
}, 120_000);

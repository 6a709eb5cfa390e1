import { afterAll } from 'vitest';
import { overhear } from './overhear.ts';

// Runs before every test file: whatever it says to Stripe, or lets be said, is judged when it is done.
const traffic = overhear();

afterAll(async () => {
  if (traffic.exchanges.length + traffic.events.length === 0) return;
  const { sdkJudge } = await import('./sdkJudge.ts');
  const faults = (await sdkJudge()).judge(traffic);
  if (faults.length > 0)
    throw new Error(`By Stripe's own types this is wrong:\n${faults.join('\n')}`);
});

import { afterAll } from 'vitest';
import { overhear } from './overhear.ts';

// Runs before every test file: whatever it says to Stripe, or lets be said, is judged when it is done.
const traffic = overhear();

afterAll(async () => {
  if (traffic.exchanges.length + traffic.events.length === 0) return;
  // Only now, and only here: most test files have nothing to do with Stripe.
  const { faultsOf } = await import('./knownFaults.ts');
  const faults = await faultsOf(traffic);
  if (faults.length > 0)
    throw new Error(`By Stripe's own types this is wrong:\n${faults.join('\n')}`);
  // The first to ask writes the contract down, which takes a busy machine more than a minute.
}, 300_000);

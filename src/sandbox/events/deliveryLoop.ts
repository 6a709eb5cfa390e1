import type { Clock } from '../../ground/clock.ts';
import type { Log } from '../../ground/log.ts';
import type { Database } from '../../ground/sql.ts';
import type { DeliveryFaults, FaultSwitch } from '../faults/faults.ts';
import { createDeliver } from './deliver.ts';
import { type Claim, createDeliveryClaims } from './deliveryClaims.ts';

const batch = 10;
const pollMs = 300;
const reorderMs = 1500;

export interface DeliveryLoopDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly faults: FaultSwitch;
  readonly log: Log;
}

/** Sends what is due, again and again, until it is stopped. No transaction is open while it waits for an endpoint. */
export function createDeliveryLoop({ database, clock, faults, log }: DeliveryLoopDeps) {
  const claims = createDeliveryClaims({ database, clock });
  let stopping = new AbortController();
  let running: Promise<void> | undefined;
  let wakeUp: () => void = () => {};

  /** How long a fault keeps a delivery back that was not tried yet. */
  function holdMs(claim: Claim, { late = 0, reorder }: DeliveryFaults): number {
    if (claim.held || claim.attempts > 0) return 0;
    return late + (reorder ? Math.random() * reorderMs : 0);
  }

  async function work(claim: Claim, deliver: ReturnType<typeof createDeliver>): Promise<void> {
    const active = (await faults.get()).deliveries ?? {};
    if (claim.endpoint?.status !== 'enabled')
      return claims.settle(claim, { ok: false, error: 'the endpoint is gone or disabled' }, true);
    const hold = holdMs(claim, active);
    if (hold > 0) return claims.hold(claim.id, hold);
    if (claim.attempts === 0 && Math.random() < (active.lose ?? 0))
      return claims.settle(claim, { ok: false, error: 'lost: a fault that is on' }, true);
    const outcome = await deliver(claim, active);
    if (!outcome.ok && stopping.signal.aborted) return claims.release(claim.id);
    await claims.settle(claim, outcome);
  }

  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function loop(): Promise<void> {
    const { signal } = stopping;
    const deliver = createDeliver({ clock, signal });
    while (!signal.aborted) {
      let done = 0;
      try {
        const due = await claims.claim(batch);
        done = due.length;
        await Promise.all(due.map((claim) => work(claim, deliver)));
      } catch (error) {
        log.warn({ err: error }, 'the sandbox could not deliver; it will try again');
        done = 0;
      }
      if (done < batch && !signal.aborted) await rest();
    }
  }

  return {
    start(): void {
      if (running !== undefined) return;
      stopping = new AbortController();
      running = loop();
    },
    /** There may be something new. */
    wake: (): void => wakeUp(),
    /** Stops; what was on its way counts as not tried. */
    async stop(): Promise<void> {
      stopping.abort();
      wakeUp();
      await running;
      running = undefined;
    },
  };
}

import type { Queryable } from '../ground/sql.ts';
import type { EventBodies } from './eventBodies.ts';
import { type ArrivedEvent, keepEvent, keepEvents } from './inbox.ts';

interface Waiting {
  readonly event: ArrivedEvent;
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (error: unknown) => void;
}

const mostTogether = 50;
const mostWriters = 2;
/** SQLSTATE classes of what may be the fault of one row: data, constraints, deadlocks, limits. */
const aboutRows = /^(?:22|23|40|54)/;

const isAboutRows = (error: unknown): boolean =>
  aboutRows.test(String((error as { code?: unknown } | null)?.code));

/**
 * Keeps events as they come; those that come while others are being written are written together, in one transaction.
 * Stripe brings a renewal day's events all at once, and each commit waits for the disk.
 * @returns a function that keeps one event and, once that is durable, says whether it is new; it throws as the database does
 */
export function createKeeper({ db, bodies }: { db: Queryable; bodies: EventBodies }) {
  let queue: Waiting[] = [];
  let writers = 0;

  /** The oldest that wait, each id once: one statement cannot count the same row twice. */
  function take(): readonly Waiting[] {
    const batch = new Map<string, Waiting>();
    const left: Waiting[] = [];
    for (const one of queue)
      if (batch.size < mostTogether && !batch.has(one.event.id)) batch.set(one.event.id, one);
      else left.push(one);
    queue = left;
    return [...batch.values()];
  }

  const alone = ({ event, resolve, reject }: Waiting): Promise<void> =>
    keepEvent(db, bodies, event).then(resolve, reject);

  async function write(batch: readonly Waiting[]): Promise<void> {
    const events = batch.map(({ event }) => event);
    try {
      const isNew = await keepEvents(db, bodies, events);
      for (const { event, resolve } of batch) resolve(isNew.has(event.id));
    } catch (error) {
      // One that cannot be stored must not keep the others out.
      if (batch.length > 1 && isAboutRows(error)) await Promise.all(batch.map(alone));
      else for (const { reject } of batch) reject(error);
    }
  }

  async function writeWaiting(): Promise<void> {
    if (writers >= mostWriters) return;
    writers += 1;
    while (queue.length > 0) await write(take());
    writers -= 1;
  }

  return (event: ArrivedEvent): Promise<boolean> =>
    new Promise((resolve, reject) => {
      queue.push({ event, resolve, reject });
      void writeWaiting();
    });
}

import type { Clock } from '../ground/clock.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import { applyWatched, type Change } from './changes.ts';
import { errorLine } from './errorLine.ts';
import { findEvent } from './eventStore.ts';
import { createHandle } from './handle.ts';

/** What would become of an event if it were worked now. */
export interface Rehearsal {
  readonly id: string;
  readonly type: string;
  readonly outcome: 'done' | 'ignored' | 'failed';
  /** Why nothing would be written, or what went wrong. */
  readonly reason: string | null;
  readonly changes: readonly Change[];
}

/** Works an event as the inbox would, and takes it all back: Stripe is only read, and nothing stays written. */
export function createRehearse(dependencies: {
  readonly db: Database;
  readonly accounts: StripeAccounts;
  readonly clock: Clock;
}) {
  const { db, clock } = dependencies;
  const handle = createHandle(dependencies);

  /** @returns undefined where there is no such event */
  return async function rehearse(id: string): Promise<Rehearsal | undefined> {
    const event = await findEvent(db, id);
    if (!event) return undefined;
    const said = { id, type: event.type, changes: [] };
    try {
      const result = await handle(event);
      if ('ignored' in result) return { ...said, outcome: 'ignored', reason: result.ignored };
      const takenBack = new Error('a rehearsal');
      let changes: Change[] = [];
      await db
        .transaction(async (tx) => {
          changes = await applyWatched(tx, result, clock.now());
          // What the database would refuse when this were committed, it says now.
          await tx.query('set constraints all immediate');
          throw takenBack;
        })
        .catch((error: unknown) => {
          if (error !== takenBack) throw error;
        });
      return { ...said, outcome: 'done', reason: null, changes };
    } catch (error) {
      return { ...said, outcome: 'failed', reason: errorLine(error) };
    }
  };
}

export type Rehearse = ReturnType<typeof createRehearse>;

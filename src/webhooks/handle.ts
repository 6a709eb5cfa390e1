import type { Queryable } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import type { Result } from './handler.ts';
import { handlerOf } from './handlers.ts';

export interface KeptEvent {
  readonly type: string;
  readonly publisher: string;
  /** The id of what it is about. */
  readonly objectId: string | null;
}

/** Finds the handler of an event and asks it what to write. Nothing is written. */
export const createHandle =
  ({ db, accounts }: { db: Queryable; accounts: StripeAccounts }) =>
  async (event: KeptEvent): Promise<Result> => {
    const handler = handlerOf(event.type);
    if (!handler) return { ignored: 'nothing here depends on this type' };
    const { objectId } = event;
    if (!objectId) return { ignored: 'its object has no id' };
    const { stripe, owner } = accounts.of(event.publisher);
    return handler(objectId, { stripe, db }, { publisher: owner });
  };

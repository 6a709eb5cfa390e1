import { type Clock, toUnixSeconds } from '../../ground/clock.ts';
import type { Database, Queryable, Transaction } from '../../ground/sql.ts';
import { createWork } from './createWork.ts';
import { createObjectCache } from './objectCache.ts';
import type { RequestFacts, Work } from './work.ts';

export interface TransactDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly publicUrl: () => string;
  /** Called after a commit that leaves something to deliver. */
  readonly wake: () => void;
}

function refuseToWrite(): never {
  throw new Error('this work is for reading only');
}

const nobody: RequestFacts = { id: null, idempotencyKey: null };

/** Makes the two ways to work on an account: reading, and writing in one transaction. */
export function createTransact({ database, clock, publicUrl, wake }: TransactDeps) {
  // The embedded database lets one transaction in at a time as it is.
  const takesTurns = database.kind === 'postgres';
  // Nor does anybody else write to it.
  const cache = takesTurns ? undefined : createObjectCache();
  const lock = "select pg_advisory_xact_lock(hashtext('sandbox ' || $1))";
  const workOn = (db: Queryable | Transaction, account: string, request: RequestFacts) => {
    const wallAt = clock.now();
    return createWork({
      db,
      defer: 'defer' in db ? db.defer : refuseToWrite,
      account,
      cache,
      at: toUnixSeconds(wallAt),
      wallAt,
      publicUrl: publicUrl(),
      request,
    });
  };

  return {
    /** For reading; each statement by itself. */
    reading: (account: string, request: RequestFacts = nobody): Work =>
      workOn(database, account, request),

    /** One transaction: all that the work saves and emits is kept, or nothing. An account's writers take turns. */
    async writing<T>(
      account: string,
      work: (work: Work, tx: Transaction) => Promise<T>,
      request: RequestFacts = nobody,
    ): Promise<T> {
      const { made, own } = await database.transaction(async (tx) => {
        if (takesTurns) await tx.query(lock, [account]);
        const own = workOn(tx, account, request);
        const made = await work(own, tx);
        await own.runLater();
        await own.flush();
        return { made, own };
      });
      own.remember();
      if (own.hasDeliveries()) wake();
      return made;
    },
  };
}

export type Transact = ReturnType<typeof createTransact>;

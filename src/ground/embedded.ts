import { PGlite, types } from '@electric-sql/pglite';
import { createTransaction } from './createTransaction.ts';
import { createPreparedStatements, planForGrowth } from './preparedStatements.ts';
import type { Database, Transaction } from './sql.ts';

/** Runs tasks one at a time, first come, first served; who waits longer than `waitMs` gets an error instead of a deadlock. */
function createTurns(waitMs: number) {
  let tail: Promise<unknown> = Promise.resolve();
  return async function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = tail;
    let free: () => void = () => {};
    tail = new Promise<void>((resolve) => {
      free = resolve;
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the embedded database is busy')), waitMs);
    });
    try {
      await Promise.race([turn, late]);
    } catch (error) {
      void turn.then(free);
      throw error;
    } finally {
      clearTimeout(timer);
    }
    try {
      return await task();
    } finally {
      free();
    }
  };
}

/**
 * PostgreSQL inside this process, kept in a folder (or in memory where none is given).
 * It has one connection: statements and transactions take turns. It survives kill -9 but is never synced to disk,
 * and has no lock of its own: see folderLock.ts. https://github.com/electric-sql/pglite/issues/1107 and 1106
 */
export async function openEmbedded(folder?: string, waitMs = 5000): Promise<Database> {
  const db = await PGlite.create({
    ...(folder ? { dataDir: folder } : {}),
    // pg gives int8 as text; so do we, on both.
    parsers: { [types.INT8]: (value: string) => value },
  });
  const inTurn = createTurns(waitMs);
  await db.exec(planForGrowth);
  const { run, forget } = createPreparedStatements(db);
  const query: Database['query'] = (text, values) => run([{ text, values }]);

  async function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return inTurn(async () => {
      const tx = createTransaction(run, [{ text: 'begin' }]);
      try {
        const result = await work(tx);
        await tx.query('commit');
        return result;
      } catch (error) {
        await query('rollback');
        throw error;
      }
    });
  }

  return {
    kind: 'embedded',
    query: (text, values) => inTurn(() => query(text, values)),
    transaction,
    script: (text) =>
      inTurn(async () => {
        await db.exec(text);
        await forget();
      }),
    close: () => inTurn(() => db.close()),
  };
}

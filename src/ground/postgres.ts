import pg from 'pg';
import { createTransaction, type RunStatements, type Statement } from './createTransaction.ts';
import type { Database, Queryable, Transaction } from './sql.ts';

export interface PostgresOptions {
  readonly url: string;
  readonly poolSize?: number;
  /** A lost idle connection is reported here; the pool replaces it by itself. */
  readonly onError: (error: Error) => void;
}

const asQueryable = (client: pg.Pool | pg.PoolClient): Queryable => ({
  async query<Row>(text: string, values?: readonly unknown[]) {
    const result = await client.query(text, values as unknown[]);
    return { rows: result.rows as Row[], rowCount: result.rowCount ?? 0 };
  },
});

function inTurn(client: pg.PoolClient): RunStatements {
  const { query } = asQueryable(client);
  return async <Row>(statements: readonly Statement[]) => {
    for (const { text, values } of statements.slice(0, -1)) await query(text, values);
    const { text, values } = statements.at(-1)!;
    return query<Row>(text, values);
  };
}

/** A pool on a PostgreSQL server. Waiting for a connection ends in an error after 2 s: an answer beats a queue without end. */
export function openPostgres({ url, poolSize = 10, onError }: PostgresOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    // Idle connections are closed after 10 s, and a new one takes longer than a reader's page may wait for the key-value table.
    min: 2,
    connectionTimeoutMillis: 2000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'smallfavor',
  });
  pool.on('error', onError);
  // A client that is checked out reports a lost connection too, and an unheard 'error' ends the process.
  pool.on('connect', (client) => void client.on('error', onError));

  async function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const tx = createTransaction(inTurn(client));
      const result = await work(tx);
      await tx.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    kind: 'postgres',
    ...asQueryable(pool),
    transaction,
    script: async (text) => void (await pool.query(text)),
    close: () => pool.end(),
  };
}

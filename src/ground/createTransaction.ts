import type { SqlResult, Transaction } from './sql.ts';

export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[] | undefined;
}

/** Runs statements in their order, up to the first that fails. @returns the result of the last */
export type RunStatements = <Row>(statements: readonly Statement[]) => Promise<SqlResult<Row>>;

/**
 * A transaction's handle. What is deferred waits for the next statement that is waited for, and goes with it; so do
 * those that it begins with.
 */
export function createTransaction(
  run: RunStatements,
  beginning: readonly Statement[] = [],
): Transaction {
  let waiting = [...beginning];
  let last: Promise<unknown> = Promise.resolve();
  return {
    inTransaction: true,
    query<Row>(text: string, values?: readonly unknown[]) {
      const batch = [...waiting, { text, values }];
      waiting = [];
      // One after the other, as work may ask for several things at once.
      const result = last.then(() => run<Row>(batch));
      last = result.catch(() => {});
      return result;
    },
    defer: (text, values) => void waiting.push({ text, values }),
  };
}

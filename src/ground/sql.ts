// One face for PostgreSQL and the embedded PGlite: the same SQL, the same types of values.
export interface SqlResult<Row> {
  readonly rows: Row[];
  readonly rowCount: number;
}

export interface Queryable {
  /** Runs one statement with $1… parameters. int8 and numeric come back as strings, timestamptz as Date, jsonb parsed, bytea as Uint8Array. */
  query<Row = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<SqlResult<Row>>;
}

/** A handle inside one transaction; it is of a type of its own, so that a store says what it needs. */
export interface Transaction extends Queryable {
  readonly inTransaction: true;
  /**
   * Hands over a statement whose result nobody needs. It runs before the next one that is waited for, or before the
   * commit, which fails where it fails: on the embedded database both are one call.
   */
  defer(text: string, values?: readonly unknown[]): void;
}

export interface Database extends Queryable {
  readonly kind: 'postgres' | 'embedded';
  /** Runs the work in one transaction: committed when it returns, rolled back when it throws. No network call inside: the embedded database has one connection. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Runs several statements without parameters: migrations only. */
  script(text: string): Promise<void>;
  close(): Promise<void>;
}

/** SQLSTATE of an error from either database, or undefined. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

export const uniqueViolation = '23505';

/** An int8 or numeric from the database as a number. @throws RangeError where it would not be exact */
export function toInteger(value: unknown): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError('not a safe integer');
  return number;
}

/** Whether an error says that the database is not there, or too busy, rather than that the statement is wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = String((error as { code?: unknown }).code ?? '');
  if (/^(08|53|57P)/.test(code)) return true;
  if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', 'ENOENT'].includes(code))
    return true;
  return /timeout exceeded when trying to connect|Connection terminated|embedded database is busy|Client has encountered a connection error/.test(
    error.message,
  );
}

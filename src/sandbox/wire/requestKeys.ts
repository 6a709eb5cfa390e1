import { createHash } from 'node:crypto';
import { type Clock, dayMs, plusMs } from '../../ground/clock.ts';
import { type Database, sqlState, type Transaction, uniqueViolation } from '../../ground/sql.ts';
import { ApiError } from './apiError.ts';
import type { Form, FormValue } from './formDecode.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What was answered under a key before, with the id of the request that was. */
export interface Replay extends Answer {
  readonly request: string;
}

/** A request that came with a key. */
export interface KeyedRequest {
  readonly account: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly request: string;
}

const keptMs = dayMs;

/** A form with its names in the order of the alphabet, all the way down. */
const inOrder = (value: FormValue): FormValue => {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, inOrder(value[name]!)]));
};

/** What must be equal for two requests to be the same one: in what order parameters come says nothing. */
export const fingerprintOf = (method: string, path: string, form: Form): string =>
  createHash('sha256')
    .update(`${method} ${path}\n${JSON.stringify(inOrder(form))}`)
    .digest('base64url');

/** Refuses a request whose key another one that is not over has. */
export const keyInUse = (key: string): ApiError =>
  new ApiError({
    status: 409,
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key '${key}' (that probably means you submitted twice, and the other request is still going through). Try again later.`,
  });

interface Row extends Replay {
  readonly fingerprint: string;
}

/**
 * Idempotency keys: the first answer under a key is the answer. https://docs.stripe.com/api/idempotent_requests
 * A key is written with the work that it stands for, in one transaction: whatever dies leaves no key without an answer.
 */
export function createRequestKeys({ database, clock }: { database: Database; clock: Clock }) {
  const oldest = () => plusMs(clock.now(), -keptMs);
  return {
    /** Keeps the answer inside the transaction whose work it answers for, and which fails, by `isTaken`, where the key has one. */
    keep(
      tx: Transaction,
      { account, key, fingerprint, request }: KeyedRequest,
      { status, body }: Answer,
    ): void {
      tx.defer(
        `insert into sandbox_request_key (account, key, fingerprint, request, status, body, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [account, key, fingerprint, request, status, body, clock.now()],
      );
    },

    /** Whether a transaction failed because the key that it was to keep had an answer, be it of some days ago. */
    isTaken: (error: unknown): boolean =>
      sqlState(error) === uniqueViolation &&
      (error as { table?: unknown }).table === 'sandbox_request_key',

    /**
     * What was answered under the key within a day, if anything.
     * @throws ApiError idempotency_error, 400, where it was used for something else
     */
    async find({ account, key, fingerprint }: KeyedRequest): Promise<Replay | undefined> {
      const { rows } = await database.query<Row>(
        `select fingerprint, status, body, request from sandbox_request_key
         where account = $1 and key = $2 and created_at >= $3`,
        [account, key, oldest()],
      );
      const row = rows[0];
      if (row && row.fingerprint !== fingerprint)
        throw new ApiError({
          type: 'idempotency_error',
          message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        });
      return row && { status: row.status, body: row.body, request: row.request };
    },

    /** Forgets what is older than a day. */
    async prune(): Promise<void> {
      await database.query('delete from sandbox_request_key where created_at < $1', [oldest()]);
    },
  };
}

export type RequestKeys = ReturnType<typeof createRequestKeys>;

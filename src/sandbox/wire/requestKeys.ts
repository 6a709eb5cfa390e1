import { createHash } from 'node:crypto';
import { type Clock, dayMs, plusMs } from '../../ground/clock.ts';
import type { Database, Queryable } from '../../ground/sql.ts';
import { ApiError } from './apiError.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What was answered under a key before, with the id of the request that was. */
export interface Replay extends Answer {
  readonly request: string;
}

export interface KeyClaim {
  readonly account: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly request: string;
}

const keptMs = dayMs;
/**
 * A request that has run this long is taken for dead, and another may have its key: whoever pressed Give as we were
 * killed should not wait long. One that lives after all finds its key gone and undoes what it did.
 */
const leaseMs = 5000;

/** What must be equal for two requests to be the same one. */
export const fingerprintOf = (method: string, path: string, body: string): string =>
  createHash('sha256').update(`${method} ${path}\n${body}`).digest('base64url');

interface Row {
  fingerprint: string;
  status: number | null;
  body: string | null;
  request: string;
  claimed_until: Date | null;
}

async function readRow(database: Database, { account, key }: KeyClaim): Promise<Row | undefined> {
  const { rows } = await database.query<Row>(
    'select fingerprint, status, body, request, claimed_until from sandbox_request_key where account = $1 and key = $2',
    [account, key],
  );
  return rows[0];
}

/** Takes a key that is new, older than a day, or left behind by a request that died. */
async function take(database: Database, claim: KeyClaim, now: Date): Promise<boolean> {
  const { rowCount } = await database.query(
    `insert into sandbox_request_key as k (account, key, fingerprint, request, claimed_until, created_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (account, key) do update
     set fingerprint = excluded.fingerprint, request = excluded.request, status = null, body = null,
         claimed_until = excluded.claimed_until, created_at = excluded.created_at
     where k.created_at < $7 or (k.status is null and (k.claimed_until is null or k.claimed_until < $6))
     returning 1`,
    [
      claim.account,
      claim.key,
      claim.fingerprint,
      claim.request,
      plusMs(now, leaseMs),
      now,
      plusMs(now, -keptMs),
    ],
  );
  return rowCount > 0;
}

const inUse = (key: string): ApiError =>
  new ApiError({
    status: 409,
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key '${key}' (that probably means you submitted twice, and the other request is still going through). Try again later.`,
  });

/** Idempotency keys: the first answer under a key is the answer. https://docs.stripe.com/api/idempotent_requests */
export function createRequestKeys({ database, clock }: { database: Database; clock: Clock }) {
  return {
    /**
     * Claims the key for this request.
     * @returns the earlier answer, or undefined where this request is the first
     * @throws ApiError idempotency_error: 400 where it was used for something else, 409 while the first is running
     */
    async claim(claim: KeyClaim): Promise<Replay | undefined> {
      if (await take(database, claim, clock.now())) return undefined;
      const row = await readRow(database, claim);
      if (row && row.fingerprint !== claim.fingerprint)
        throw new ApiError({
          type: 'idempotency_error',
          message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${claim.key}' if you meant to execute a different request.`,
        });
      if (row?.status && row.body !== null)
        return { status: row.status, body: row.body, request: row.request };
      throw inUse(claim.key);
    },

    /**
     * Keeps the answer; inside the transaction whose work it answers for.
     * @throws ApiError 409 where another request has the key by now: this one has to undo its work
     */
    async settle(
      db: Queryable,
      { account, key, request }: KeyClaim,
      { status, body }: Answer,
    ): Promise<void> {
      const { rowCount } = await db.query(
        `update sandbox_request_key set status = $4, body = $5, claimed_until = null
         where account = $1 and key = $2 and request = $3 and status is null`,
        [account, key, request, status, body],
      );
      if (rowCount === 0) throw inUse(key);
    },

    /** Gives the key back: nothing was begun under it. */
    async release({ account, key, request }: KeyClaim): Promise<void> {
      await database.query(
        'delete from sandbox_request_key where account = $1 and key = $2 and request = $3 and status is null',
        [account, key, request],
      );
    },

    async prune(): Promise<void> {
      await database.query('delete from sandbox_request_key where created_at < $1', [
        plusMs(clock.now(), -keptMs),
      ]);
    },
  };
}

export type RequestKeys = ReturnType<typeof createRequestKeys>;

import { createBreaker, type StoreWatch } from './breaker.ts';
import type { Clock } from './clock.ts';
import { type Keyvalue, type SetState, storeLimitMs } from './keyvalue.ts';
import type { Database } from './sql.ts';

export interface TableKeyvalue extends Keyvalue {
  /** Removes what has expired, a thousand rows a statement. @returns how many rows went */
  sweep(): Promise<number>;
}

const sweepBatch = 1000;

const addSql = `
  insert into keyvalue as kept (tag, name, members, expires_at) values ($1, $2, array[$3::text], $4)
  on conflict (tag, name) do update set
    members = case
      when kept.members is null or kept.expires_at <= $5 then excluded.members
      when $3 = any(kept.members) or cardinality(kept.members) >= $6 then kept.members
      else kept.members || $3::text
    end,
    value = null,
    expires_at = excluded.expires_at
  returning cardinality(members) as size, $3 = any(members) as holds`;

/** The key-value store as a table of the database, for where there is no Redis: same promises, same time limit. */
export function createTableKeyvalue(given: {
  db: Database;
  clock: Clock;
  limitMs?: number;
  watch?: StoreWatch;
}): TableKeyvalue {
  const { db, clock, limitMs = storeLimitMs, watch } = given;
  const run = createBreaker({ limitMs, watch });
  const now = () => clock.now().toISOString();

  async function remove(tag: string, names: readonly string[]): Promise<void> {
    await run(() =>
      db.query('delete from keyvalue where tag = $1 and name = any($2::text[])', [tag, names]),
    );
  }

  return {
    kind: 'table',
    async get({ tag, name }) {
      const { rows } = await run(() =>
        db.query<{ value: string | null }>(
          'select value from keyvalue where tag = $1 and name = $2 and expires_at > $3',
          [tag, name, now()],
        ),
      );
      return rows[0]?.value ?? null;
    },
    async put({ tag, name }, value, expiresAt) {
      if (expiresAt <= clock.now()) return remove(tag, [name]);
      await run(() =>
        db.query(
          `insert into keyvalue (tag, name, value, expires_at) values ($1, $2, $3, $4)
           on conflict (tag, name) do update
             set value = excluded.value, members = null, expires_at = excluded.expires_at`,
          [tag, name, value, expiresAt.toISOString()],
        ),
      );
    },
    async addToSet({ tag, name }, { member, max, expiresAt }) {
      if (expiresAt <= clock.now()) {
        await remove(tag, [name]);
        return { size: 0, holds: false };
      }
      const values = [tag, name, member, expiresAt.toISOString(), now(), max];
      const { rows } = await run(() => db.query<SetState>(addSql, values));
      return rows[0]!;
    },
    async sizeOfSet({ tag, name }) {
      const { rows } = await run(() =>
        db.query<{ size: number }>(
          'select cardinality(members) as size from keyvalue where tag = $1 and name = $2 and expires_at > $3',
          [tag, name, now()],
        ),
      );
      return rows[0]?.size ?? 0;
    },
    remove,
    ping: async () => void (await run(() => db.query('select 1 from keyvalue limit 0'))),
    sweep: () => sweep(db, now()),
    // The database belongs to whoever opened it.
    close: async () => {},
  };
}

async function sweep(db: Database, now: string): Promise<number> {
  let swept = 0;
  for (;;) {
    const { rowCount } = await db.query(
      `delete from keyvalue where (tag, name) in
         (select tag, name from keyvalue where expires_at <= $1 limit ${sweepBatch})`,
      [now],
    );
    swept += rowCount;
    if (rowCount < sweepBatch) return swept;
  }
}

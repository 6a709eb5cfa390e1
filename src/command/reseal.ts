import type { Clock } from '../ground/clock.ts';
import { endChange } from '../ground/keptKeys.ts';
import type { Secrets } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';

/** A column of sealed values: how it is read and written as bytes, and for what it was sealed. */
interface SealedPlace {
  readonly name: string;
  readonly table: string;
  readonly key: string;
  readonly purpose: string;
  /** The sealed value in SQL. */
  readonly value: string;
  /** The assignment in SQL that puts `new.value` in its place. */
  readonly set: string;
  readonly isBytes?: boolean;
  readonly where?: string;
}

const column = (name: string, table: string, purpose: string, value = 'sealed', key = 'id') => ({
  ...{ name, table, purpose, value, key },
  set: `${value} = new.value`,
});

/** Everything that is kept sealed; what is small comes first. */
const places: readonly SealedPlace[] = [
  column('keys of passes', 'pass_key', 'pass key'),
  column('second factors', 'staff', 'console second factor', 'totp_sealed'),
  column('ways back', 'one_time_code', 'return url', 'sealed_return_url', 'hash'),
  {
    ...column('links to sign in', 'post', 'sign-in', "facts->>'sealed'"),
    set: "facts = jsonb_set(facts, '{sealed}', to_jsonb(new.value))",
    where: "kind = 'sign-in'",
  },
  column('letters in the outbox', 'outbox', 'outbox'),
  column('reminders', 'reminder', 'reminder'),
  {
    ...column('event bodies', 'event', 'event body', 'body'),
    isBytes: true,
    where: 'is_sealed',
  },
];

/** How many values of a place are sealed by which secret. */
export interface SealedCount {
  readonly place: string;
  /** By the one that seals now. */
  readonly present: number;
  /** By a former one, which is needed still. */
  readonly former: number;
  /** By one that is not known here. */
  readonly unknown: number;
}

const batch = 200;

interface SealedRow {
  readonly key: string;
  readonly value: string | Uint8Array;
}

/** Puts the new value where the old one still is: who was faster, or changed it meanwhile, wins. */
const replace = (
  db: Database,
  { table, key, value, set, isBytes }: SealedPlace,
  rows: readonly { key: string; old: string | Buffer; value: string | Buffer }[],
) => {
  const type = isBytes ? 'bytea' : 'text';
  return db.query(
    `update ${table} set ${set}
     from unnest($1::text[], $2::${type}[], $3::${type}[]) as new(key, old, value)
     where ${table}.${key} = new.key and ${value} = new.old`,
    [rows.map((row) => row.key), rows.map((row) => row.old), rows.map((row) => row.value)],
  );
};

async function walk(
  db: Database,
  secrets: Secrets,
  place: SealedPlace,
  { anew, isStopped }: { anew: boolean; isStopped: () => boolean },
): Promise<SealedCount> {
  const { table, key, value, purpose, isBytes, where = 'true' } = place;
  const count = { place: place.name, present: 0, former: 0, unknown: 0 };
  const encode = (bytes: Buffer) => (isBytes ? bytes : bytes.toString('base64url'));
  for (let after = ''; !isStopped(); ) {
    const { rows } = await db.query<SealedRow>(
      `select ${key} as key, ${value} as value from ${table}
       where ${key} > $1 and ${where} and ${value} is not null order by ${key} limit ${batch}`,
      [after],
    );
    const changed = [];
    for (const row of rows) {
      const sealed =
        typeof row.value === 'string' ? Buffer.from(row.value, 'base64url') : row.value;
      const opened = secrets.openSealed(purpose, sealed, row.key);
      count[opened ? (opened.isFormer ? 'former' : 'present') : 'unknown'] += 1;
      if (opened?.isFormer)
        changed.push({
          key: row.key,
          old: typeof row.value === 'string' ? row.value : Buffer.from(row.value),
          value: encode(secrets.sealBytes(purpose, opened.bytes, row.key)),
        });
    }
    if (anew && changed.length > 0) await replace(db, place, changed);
    if (rows.length < batch) break;
    after = rows.at(-1)!.key;
  }
  return count;
}

/** Opens all that is sealed, and changes nothing: what may be said of a former secret is said from this. */
export async function countSealed(db: Database, secrets: Secrets): Promise<SealedCount[]> {
  const counts = [];
  for (const place of places)
    counts.push(await walk(db, secrets, place, { anew: false, isStopped: () => false }));
  return counts;
}

/**
 * Seals anew what a former secret sealed, and notes when nothing of the kind is left. May run twice, side by side, or be cut
 * short: each row is compared with what it was.
 */
export async function reseal({
  db,
  secrets,
  clock,
  isStopped = () => false,
}: {
  db: Database;
  secrets: Secrets;
  clock: Clock;
  isStopped?: () => boolean;
}): Promise<SealedCount[]> {
  const counts = [];
  for (const place of places)
    counts.push(await walk(db, secrets, place, { anew: true, isStopped }));
  if (!isStopped()) await endChange(db, clock.now());
  return counts;
}

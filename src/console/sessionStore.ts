import { randomBytes } from 'node:crypto';
import { plusMs } from '../ground/clock.ts';
import { tokenHash } from '../ground/secrets.ts';
import type { Queryable } from '../ground/sql.ts';
import type { Role } from './role.ts';

const minuteMs = 60_000;
/** A session that nobody uses ends after half an hour, and every session after a working day. */
export const idleMs = 30 * minuteMs;
export const longestMs = 8 * 60 * minuteMs;

export interface Session {
  readonly hash: string;
  readonly beganAt: Date;
  readonly seenAt: Date;
  /** The browser, in a few words; no address is kept. */
  readonly client: string;
}

export interface OpenSession extends Session {
  readonly staffId: string;
  readonly name: string;
  readonly role: Role;
  readonly locale: string | null;
  readonly timeZone: string | null;
}

const fromRow = (row: Record<string, unknown>): Session => ({
  hash: row.hash as string,
  beganAt: row.began_at as Date,
  seenAt: row.seen_at as Date,
  client: row.client as string,
});

/** Begins a session, with the language and time zone of the last one. @returns its id, 256 random bits; only its hash is kept */
export async function beginSession(
  db: Queryable,
  { staffId, client, now }: { staffId: string; client: string; now: Date },
): Promise<string> {
  const id = randomBytes(32).toString('base64url');
  await db.query(
    `insert into staff_session (hash, staff_id, began_at, seen_at, client, locale, time_zone)
     select $1::text, $2::text, $3::timestamptz, $3::timestamptz, $4::text, last.locale, last.time_zone
     from (values (1)) one left join lateral
       (select locale, time_zone from staff_session where staff_id = $2 order by began_at desc limit 1) last on true`,
    [tokenHash(id), staffId, now, client],
  );
  return id;
}

/** The session of an id, where it still runs and its person may still come in; being used keeps it from ending. */
export async function findSession(
  db: Queryable,
  id: string,
  now: Date,
): Promise<OpenSession | undefined> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select s.hash, s.staff_id, s.began_at, s.seen_at, s.client, s.locale, s.time_zone, p.name, p.role
     from staff_session s join staff p on p.id = s.staff_id
     where s.hash = $1 and s.ended_at is null and p.closed_at is null and s.seen_at > $2 and s.began_at > $3`,
    [tokenHash(id), plusMs(now, -idleMs), plusMs(now, -longestMs)],
  );
  const row = rows[0];
  if (!row) return undefined;
  const session = fromRow(row);
  // Not on every request: a minute more or less does not matter to who walked away.
  if (now.getTime() - session.seenAt.getTime() > minuteMs)
    await db.query('update staff_session set seen_at = $2 where hash = $1', [session.hash, now]);
  return {
    ...session,
    staffId: row.staff_id as string,
    name: row.name as string,
    role: row.role as Role,
    locale: row.locale as string | null,
    timeZone: row.time_zone as string | null,
  };
}

/** The sessions of a person that still run, the newest first. */
export async function listSessions(db: Queryable, staffId: string, now: Date): Promise<Session[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select hash, began_at, seen_at, client from staff_session
     where staff_id = $1 and ended_at is null and seen_at > $2 and began_at > $3
     order by began_at desc`,
    [staffId, plusMs(now, -idleMs), plusMs(now, -longestMs)],
  );
  return rows.map(fromRow);
}

/** Ends one session of a person, or all of them. @returns how many ended */
export async function endSessions(
  db: Queryable,
  { staffId, hash, now }: { staffId: string; hash?: string; now: Date },
): Promise<number> {
  const { rowCount } = await db.query(
    `update staff_session set ended_at = $3
     where staff_id = $1 and ended_at is null and ($2::text is null or hash = $2) returning hash`,
    [staffId, hash ?? null, now],
  );
  return rowCount;
}

/** The zone of the browser, for who has not chosen one. */
export async function setFirstZone(db: Queryable, hash: string, timeZone: string): Promise<void> {
  await db.query('update staff_session set time_zone = $2 where hash = $1 and time_zone is null', [
    hash,
    timeZone,
  ]);
}

export async function setPreferences(
  db: Queryable,
  hash: string,
  { locale, timeZone }: { locale: string; timeZone: string },
): Promise<void> {
  await db.query('update staff_session set locale = $2, time_zone = $3 where hash = $1', [
    hash,
    locale,
    timeZone,
  ]);
}

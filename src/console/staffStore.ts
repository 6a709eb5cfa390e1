import { newId } from '../ground/ids.ts';
import { type Queryable, toInteger } from '../ground/sql.ts';
import type { Role } from './role.ts';

/** Somebody who may come in. */
export interface Staff {
  readonly id: string;
  /** What they sign in with, in small letters. */
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string | null;
  readonly totpSealed: string | null;
  readonly issuer: string | null;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
}

const columns =
  'id, name, role, password_hash, totp_sealed, totp_step, issuer, subject, created_at, closed_at';

const fromRow = (row: Record<string, unknown>): Staff => ({
  id: row.id as string,
  name: row.name as string,
  role: row.role as Role,
  passwordHash: row.password_hash as string | null,
  totpSealed: row.totp_sealed as string | null,
  issuer: row.issuer as string | null,
  createdAt: row.created_at as Date,
  closedAt: row.closed_at as Date | null,
});

async function all(db: Queryable, rest: string, values: unknown[]): Promise<Staff[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select ${columns} from staff ${rest}`,
    values,
  );
  return rows.map(fromRow);
}

export const listStaff = (db: Queryable): Promise<Staff[]> => all(db, 'order by name', []);

export const findStaff = async (db: Queryable, id: string): Promise<Staff | undefined> =>
  (await all(db, 'where id = $1', [id]))[0];

export const findStaffByName = async (db: Queryable, name: string): Promise<Staff | undefined> =>
  (await all(db, 'where name = $1', [name.trim().toLowerCase()]))[0];

/** Who has this identity: by issuer and subject, which never change hands, never by an e-mail address, which may. */
export const findStaffByIdentity = async (
  db: Queryable,
  issuer: string,
  subject: string,
): Promise<Staff | undefined> =>
  (await all(db, 'where issuer = $1 and subject = $2', [issuer, subject]))[0];

/** @returns the id, or undefined where the name is taken */
export async function addStaff(
  db: Queryable,
  { name, role, at }: { name: string; role: Role; at: Date },
): Promise<string | undefined> {
  const id = newId('stf');
  const { rowCount } = await db.query(
    `insert into staff (id, name, role, created_at) values ($1, $2, $3, $4)
     on conflict (name) do nothing returning id`,
    [id, name.trim().toLowerCase(), role, at],
  );
  return rowCount === 1 ? id : undefined;
}

export async function setRole(db: Queryable, id: string, role: Role): Promise<void> {
  await db.query('update staff set role = $2 where id = $1', [id, role]);
}

export async function setClosed(db: Queryable, id: string, at: Date | null): Promise<void> {
  await db.query('update staff set closed_at = $2 where id = $1', [id, at]);
}

export async function setCredentials(
  db: Queryable,
  id: string,
  { passwordHash, totpSealed, step }: { passwordHash: string; totpSealed: string; step: number },
): Promise<void> {
  await db.query(
    'update staff set password_hash = $2, totp_sealed = $3, totp_step = $4 where id = $1',
    [id, passwordHash, totpSealed, step],
  );
}

/** @returns false where the identity is another person's */
export async function bindIdentity(
  db: Queryable,
  id: string,
  issuer: string,
  subject: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update staff set issuer = $2, subject = $3 where id = $1
       and not exists (select from staff other where other.issuer = $2 and other.subject = $3 and other.id <> $1)
     returning id`,
    [id, issuer, subject],
  );
  return rowCount === 1;
}

/** Uses up a code of the second factor: each works once, and none after a later one. @returns whether it still worked */
export async function useStep(db: Queryable, id: string, step: number): Promise<boolean> {
  const { rowCount } = await db.query(
    'update staff set totp_step = $2 where id = $1 and totp_step < $2 returning id',
    [id, step],
  );
  return rowCount === 1;
}

/** How many who may decide who gets in are left besides one. */
export async function otherAdmins(db: Queryable, id: string): Promise<number> {
  const { rows } = await db.query<{ count: unknown }>(
    "select count(*) as count from staff where role = 'admin' and closed_at is null and id <> $1",
    [id],
  );
  return toInteger(rows[0]!.count);
}

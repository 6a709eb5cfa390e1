import { randomBytes } from 'node:crypto';
import { tokenHash } from '../ground/secrets.ts';
import type { Queryable } from '../ground/sql.ts';

export type LinkPurpose = 'welcome' | 'demo';

/** How long a welcome may lie in somebody's mail, in hours. */
export const welcomeHours = 24;

/** Makes a link's token; what is kept is its hash. A new welcome makes earlier ones of the same person worthless. */
export async function makeLink(
  db: Queryable,
  { staffId, purpose, expiresAt }: { staffId: string; purpose: LinkPurpose; expiresAt: Date },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.query('delete from staff_link where staff_id = $1 and purpose = $2', [staffId, purpose]);
  await db.query(
    'insert into staff_link (hash, staff_id, purpose, expires_at) values ($1, $2, $3, $4)',
    [tokenHash(token), staffId, purpose, expiresAt],
  );
  return token;
}

/** Whose link it is, where it still works. */
export async function findLink(
  db: Queryable,
  token: string,
  purpose: LinkPurpose,
  now: Date,
): Promise<string | undefined> {
  const { rows } = await db.query<{ staff_id: string }>(
    `select staff_id from staff_link
     where hash = $1 and purpose = $2 and used_at is null and expires_at > $3`,
    [tokenHash(token), purpose, now],
  );
  return rows[0]?.staff_id;
}

/** Uses a link up. @returns false where somebody was faster */
export async function useLink(db: Queryable, token: string, now: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    'update staff_link set used_at = $2 where hash = $1 and used_at is null and expires_at > $2 returning hash',
    [tokenHash(token), now],
  );
  return rowCount === 1;
}

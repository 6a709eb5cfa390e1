import { randomBytes } from 'node:crypto';
import { tokenHash } from '../ground/secrets.ts';
import { type Queryable, type Transaction, toInteger } from '../ground/sql.ts';

// Without 0, 1, i, l and o, which people mistake for each other. 16 of 31 letters are 79 bits: a plain hash hides them.
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
const codes = 10;

const letter = (): string => {
  for (;;) {
    const byte = randomBytes(1)[0]!;
    // Bytes past the last whole round would make some letters likelier than others.
    if (byte < 256 - (256 % letters.length)) return letters[byte % letters.length]!;
  }
};

const code = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, letter).join('')).join('-');

const asTyped = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Whether a text has the shape of a recovery code, however it was typed. */
export const isRecoveryCode = (text: string): boolean => asTyped(text).length === 16;

/** New codes in place of all earlier ones; this is the only time they can be read. */
export async function makeRecoveryCodes(tx: Transaction, staffId: string): Promise<string[]> {
  const made = Array.from({ length: codes }, code);
  await tx.query('delete from staff_recovery_code where staff_id = $1', [staffId]);
  for (const one of made)
    await tx.query('insert into staff_recovery_code (hash, staff_id) values ($1, $2)', [
      tokenHash(asTyped(one)),
      staffId,
    ]);
  return made;
}

/** How many of somebody's codes still work. */
export async function recoveryCodesLeft(db: Queryable, staffId: string): Promise<number> {
  const { rows } = await db.query<{ count: unknown }>(
    'select count(*) as count from staff_recovery_code where staff_id = $1 and used_at is null',
    [staffId],
  );
  return toInteger(rows[0]!.count);
}

/** Uses a code up. @returns whether it was one of theirs that still worked */
export async function useRecoveryCode(
  db: Queryable,
  staffId: string,
  typed: string,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update staff_recovery_code set used_at = $3
     where hash = $1 and staff_id = $2 and used_at is null returning hash`,
    [tokenHash(asTyped(typed)), staffId, now],
  );
  return rowCount === 1;
}

import type { Queryable } from '../../ground/sql.ts';
import type { ObjectType } from '../store/objectTypes.ts';

/** The account that an object is in: the address of a page names no account. */
export async function accountOf(
  db: Queryable,
  type: ObjectType,
  id: string,
): Promise<string | undefined> {
  const { rows } = await db.query<{ account: string }>(
    'select account from sandbox_object where id = $1 and type = $2',
    [id, type],
  );
  return rows[0]?.account;
}

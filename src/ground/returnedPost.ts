import { asPostItem, type PostItem } from './post.ts';
import type { Queryable } from './sql.ts';

export interface Returned {
  readonly id: string;
  readonly reason: string;
  /** Hash of where it came back from; null where nothing is wrong with the address. */
  readonly from: (about: string) => string | null;
}

/** Notes that a letter came back which was, or may have been, sent. @returns it, or its status where it was something else, or undefined where nothing is known of it */
export async function noteReturned(
  tx: Queryable,
  { id, reason, from }: Returned,
  now: Date,
): Promise<PostItem | string | undefined> {
  const { rows } = await tx.query<Record<string, unknown>>(
    'select * from post where id = $1 for update',
    [id],
  );
  const [row] = rows;
  if (!row) return undefined;
  if (!['sent', 'review', 'sending'].includes(row.status as string)) return row.status as string;
  await tx.query(
    `update post set status = 'failed', reason = $2, returned_from = $3, lease = null, leased_until = null, finished_at = $4
     where id = $1`,
    [id, reason, from(row.about as string), now],
  );
  return asPostItem(row, '');
}

/** Whether a letter about the same came back from there. */
export async function isReturnedFrom(db: Queryable, about: string, from: string): Promise<boolean> {
  const { rows } = await db.query(
    'select 1 from post where about = $1 and returned_from = $2 limit 1',
    [about, from],
  );
  return rows.length > 0;
}

/** Lets letters about something go where one came back from. */
export async function forgetReturned(tx: Queryable, about: readonly string[]): Promise<void> {
  await tx.query(
    'update post set returned_from = null where about = any($1::text[]) and returned_from is not null',
    [about],
  );
}

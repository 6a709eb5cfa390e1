import type { PostStatus } from './post.ts';
import { forgetReturned } from './returnedPost.ts';
import { type Queryable, toInteger } from './sql.ts';

/** A letter as staff sees it: what became of it, never to whom. */
export interface PostRecord {
  readonly id: string;
  readonly kind: string;
  readonly publisher: string;
  readonly about: string;
  readonly dueAt: Date;
  readonly status: PostStatus;
  readonly reason: string | null;
  readonly attempts: number;
  readonly finishedAt: Date | null;
}

/** Letters in a state, newest first. */
export async function listLetters(
  db: Queryable,
  { status, limit }: { status?: PostStatus | undefined; limit: number },
): Promise<PostRecord[]> {
  const { rows } = await db.query<PostRecord>(
    `select id, kind, publisher, about, due_at as "dueAt", status, reason, attempts, finished_at as "finishedAt"
     from post where $1::text is null or status = $1 order by created_at desc, id limit $2`,
    [status ?? null, limit],
  );
  return rows;
}

/** Letters about one thing, the newest first. */
export async function lettersAbout(db: Queryable, about: string): Promise<PostRecord[]> {
  const { rows } = await db.query<PostRecord>(
    `select id, kind, publisher, about, due_at as "dueAt", status, reason, attempts, finished_at as "finishedAt"
     from post where about = $1 order by created_at desc, id limit 50`,
    [about],
  );
  return rows;
}

/** How many letters are in each state. */
export async function countLetters(db: Queryable): Promise<Partial<Record<PostStatus, number>>> {
  const { rows } = await db.query<{ status: PostStatus; count: string }>(
    'select status, count(*) as count from post group by status',
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, toInteger(count)]));
}

/** How many letters failed, or may not have been sent, since an instant; and alerts that were tried and still wait. */
export async function countUnsent(db: Queryable, since: Date): Promise<number> {
  const { rows } = await db.query<{ unsent: string }>(
    `select count(*)::text as unsent from post
     where (status in ('failed', 'review') and finished_at > $1)
       or (status = 'waiting' and kind = 'alert' and reason is not null)`,
    [since],
  );
  return toInteger(rows[0]!.unsent);
}

/** Tries a letter again that failed, or of which nobody knows whether it was sent: a person decided so. @returns whether it waits now */
export async function resendLetter(db: Queryable, id: string, now: Date): Promise<boolean> {
  const { rows } = await db.query<{ about: string }>(
    `update post set status = 'waiting', reason = null, due_at = $2, finished_at = null
     where id = $1 and status in ('review', 'failed') returning about`,
    [id, now],
  );
  // Whoever sends it again knows that the address takes letters now: so do others about the same.
  await forgetReturned(
    db,
    rows.map(({ about }) => about),
  );
  return rows.length > 0;
}

/** Forgets letters that ended before then, and where others came back from. @returns how many letters */
export async function forgetLetters(db: Queryable, before: Date): Promise<number> {
  await db.query(
    'update post set returned_from = null where finished_at < $1 and returned_from is not null',
    [before],
  );
  const { rowCount } = await db.query(
    "delete from post where finished_at < $1 and status in ('sent', 'dropped') returning id",
    [before],
  );
  return rowCount;
}

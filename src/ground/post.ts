import type { Queryable } from './sql.ts';

export type PostStatus = 'waiting' | 'sending' | 'sent' | 'dropped' | 'review' | 'failed';

/** A letter that is to be sent once; its id says which, so that whoever asks for it twice gets one. */
export interface PostOrder {
  /** Such as thanks:gft_…; no personal datum. */
  readonly id: string;
  readonly kind: string;
  readonly publisher: string;
  /** Id of what it is about: a gift, a reminder. */
  readonly about: string;
  /** What its writer needs besides; no personal datum. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly dueAt: Date;
}

export interface PostItem extends Required<PostOrder> {
  readonly attempts: number;
  readonly lease: string;
}

/** Orders a letter, unless it was ordered before. Call it in the transaction that gives the reason for it. */
export async function orderLetter(
  tx: Queryable,
  { id, kind, publisher, about, facts = {}, dueAt }: PostOrder,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into post (id, kind, publisher, about, facts, due_at, created_at)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7) on conflict (id) do nothing`,
    [id, kind, publisher, about, JSON.stringify(facts), dueAt, now],
  );
}

/** Leaves a letter unsent, if nobody is at it yet. @returns whether it will stay unsent */
export async function withdrawLetter(tx: Queryable, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update post set status = 'dropped', reason = 'withdrawn', lease = null, leased_until = null, finished_at = $2
     where id = $1 and status in ('waiting', 'review', 'failed') returning id`,
    [id, now],
  );
  return rowCount > 0;
}

/** Puts off a letter, or brings it forward, if nobody is at it yet. @returns whether it was moved */
export async function moveLetter(tx: Queryable, id: string, dueAt: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    "update post set due_at = $2 where id = $1 and status = 'waiting' and lease is null returning id",
    [id, dueAt],
  );
  return rowCount > 0;
}

/** A row as whoever works at a letter has it. */
export const asPostItem = (row: Record<string, unknown>, lease: string): PostItem => ({
  id: row.id as string,
  kind: row.kind as string,
  publisher: row.publisher as string,
  about: row.about as string,
  facts: row.facts as Record<string, unknown>,
  dueAt: row.due_at as Date,
  attempts: row.attempts as number,
  lease,
});

/** Leases letters that are due. A lease that ran out while a letter was only being written is free again. */
export async function claimLetters(
  db: Queryable,
  { lease, limit, leaseS, now }: { lease: string; limit: number; leaseS: number; now: Date },
): Promise<PostItem[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `update post set lease = $1, leased_until = clock_timestamp() + make_interval(secs => $3), attempts = attempts + 1
     where id in (
       select id from post
       where status = 'waiting' and due_at <= $4 and (leased_until is null or leased_until < clock_timestamp())
       order by due_at, id limit $2
       for update skip locked)
     returning *`,
    [lease, limit, leaseS, now],
  );
  return rows.map((row) => asPostItem(row, lease));
}

/** Gives back what was leased and not begun: whoever looks next has it, as if it had not been taken. */
export async function releaseLetters(db: Queryable, lease: string): Promise<void> {
  await db.query(
    `update post set lease = null, leased_until = null, attempts = attempts - 1
     where lease = $1 and status = 'waiting'`,
    [lease],
  );
}

/** Marks that a letter is being handed over from now on. @returns false where the lease was lost */
export async function beginSending(tx: Queryable, item: PostItem): Promise<boolean> {
  const { rowCount } = await tx.query(
    "update post set status = 'sending' where id = $1 and lease = $2 and status = 'waiting' returning id",
    [item.id, item.lease],
  );
  return rowCount > 0;
}

/** Notes how it ended. A letter that was sent is noted as sent even where it had gone to review meanwhile. */
export async function finishLetter(
  tx: Queryable,
  item: PostItem,
  { status, reason, now }: { status: PostStatus; reason?: string | undefined; now: Date },
): Promise<void> {
  await tx.query(
    `update post set status = $3, reason = $4, lease = null, leased_until = null, finished_at = $5
     where id = $1 and attempts = $2 and (status in ('waiting', 'sending') or (status = 'review' and $3 = 'sent'))`,
    [item.id, item.attempts, status, reason ?? null, now],
  );
}

/** Lets a letter wait for another try. */
export async function retryLetter(
  tx: Queryable,
  item: PostItem,
  { reason, dueAt }: { reason: string; dueAt: Date },
): Promise<void> {
  await tx.query(
    `update post set status = 'waiting', reason = $3, due_at = $4, lease = null, leased_until = null
     where id = $1 and lease = $2`,
    [item.id, item.lease, reason, dueAt],
  );
}

/** Sends to review what was being handed over when its process died. @returns how many */
export async function reviewLost(db: Queryable, now: Date): Promise<number> {
  const { rowCount } = await db.query(
    `update post set status = 'review', reason = 'the process died while it was handed over: it may have been sent',
       lease = null, leased_until = null, finished_at = $1
     where status = 'sending' and leased_until < clock_timestamp() returning id`,
    [now],
  );
  return rowCount;
}

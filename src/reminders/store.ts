import { dayMs, plusMs } from '../ground/clock.ts';
import { type Queryable, type Transaction, toInteger } from '../ground/sql.ts';
import type { FoundReminder, Reminder, ReminderStatus } from './reminder.ts';

const columns = `id, publisher, person, sealed, locale, due_at as "dueAt", status, reader_tag as "readerTag"`;

export async function findReminder(db: Queryable, id: string): Promise<Reminder | undefined> {
  const { rows } = await db.query<Reminder>(`select ${columns} from reminder where id = $1`, [id]);
  return rows[0];
}

/** The reminder of a code, either the one shown to who asked for it or the one in the letter. */
export async function findByCode(
  db: Queryable,
  codeHash: string,
): Promise<FoundReminder | undefined> {
  const { rows } = await db.query<FoundReminder>(
    `select ${columns}, letter_hash = $1 as "isByLetter" from reminder where code_hash = $1 or letter_hash = $1`,
    [codeHash],
  );
  return rows[0];
}

export type NewReminder = Omit<Reminder, 'status'> & {
  readonly codeHash: string;
  readonly letterHash: string;
  readonly createdAt: Date;
};

/** @returns false where it was stored before */
export async function storeReminder(tx: Transaction, reminder: NewReminder): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into reminder (id, publisher, code_hash, letter_hash, person, sealed, locale, due_at, created_at, reader_tag)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do nothing returning id`,
    [
      reminder.id,
      reminder.publisher,
      reminder.codeHash,
      reminder.letterHash,
      reminder.person,
      reminder.sealed,
      reminder.locale,
      reminder.dueAt,
      reminder.createdAt,
      reminder.readerTag,
    ],
  );
  return rowCount > 0;
}

/** How many letters wait for a person, whoever asked for them. */
export async function waitingFor(db: Queryable, person: string): Promise<number> {
  const { rows } = await db.query<{ count: string }>(
    "select count(*) as count from reminder where person = $1 and status = 'waiting'",
    [person],
  );
  return toInteger(rows[0]!.count);
}

/** Ends a reminder; the address goes with that. One that has ended stays as it is. */
export async function endReminder(
  tx: Queryable,
  id: string,
  status: Exclude<ReminderStatus, 'waiting'>,
  at: Date,
): Promise<void> {
  await tx.query(
    "update reminder set status = $2, sealed = null, reader_tag = null, ended_at = $3 where id = $1 and status = 'waiting'",
    [id, status, at],
  );
}

/** Cancels what waits for a reader of a publisher, all but one; address and article go with that. @returns the ids */
export async function cancelOfReader(
  db: Queryable,
  of: { readonly publisher: string; readonly readerTag: string; readonly except?: string },
  at: Date,
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `update reminder set status = 'cancelled', sealed = null, reader_tag = null, ended_at = $3
     where publisher = $1 and reader_tag = $2 and id <> $4 and status = 'waiting' returning id`,
    [of.publisher, of.readerTag, at, of.except ?? ''],
  );
  return rows.map(({ id }) => id);
}

export async function setDue(tx: Queryable, id: string, dueAt: Date): Promise<void> {
  await tx.query("update reminder set due_at = $2 where id = $1 and status = 'waiting'", [
    id,
    dueAt,
  ]);
}

export async function suppress(
  tx: Queryable,
  { person, publisher }: Pick<Reminder, 'person' | 'publisher'>,
  at: Date,
): Promise<void> {
  await tx.query(
    'insert into suppression (person, publisher, at) values ($1, $2, $3) on conflict do nothing',
    [person, publisher, at],
  );
}

export async function isSuppressed(
  db: Queryable,
  { person, publisher }: Pick<Reminder, 'person' | 'publisher'>,
): Promise<boolean> {
  const { rows } = await db.query(
    'select 1 from suppression where person = $1 and publisher = $2',
    [person, publisher],
  );
  return rows.length > 0;
}

/** What one person gets at most, whoever asks for it: one letter a day from a publisher, three a month from all. */
const limits = {
  fromOne: { letters: 1, ms: dayMs - 4 * 3_600_000 },
  fromAll: { letters: 3, ms: 30 * dayMs },
};

/**
 * Counts a letter that is about to be sent, if its person may get another one now. Letters for one person take turns here.
 * @returns whether they may
 */
export async function countLetter(
  tx: Transaction,
  { id, person, publisher }: Pick<Reminder, 'id' | 'person' | 'publisher'>,
  now: Date,
): Promise<boolean> {
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`reminder ${person}`]);
  const { rows } = await tx.query<{ publisher: string; at: Date }>(
    'select publisher, begun_at as at from reminder where person = $1 and id <> $2 and begun_at > $3',
    [person, id, plusMs(now, -limits.fromAll.ms)],
  );
  const recent = rows.filter(
    (row) => row.publisher === publisher && row.at > plusMs(now, -limits.fromOne.ms),
  );
  if (recent.length >= limits.fromOne.letters || rows.length >= limits.fromAll.letters)
    return false;
  await tx.query('update reminder set begun_at = $2 where id = $1', [id, now]);
  return true;
}

/** Forgets reminders that ended before then, and those that nobody could send by then. */
export async function forgetReminders(db: Queryable, before: Date): Promise<number> {
  const { rowCount } = await db.query(
    'delete from reminder where ended_at < $1 or due_at < $1 returning id',
    [before],
  );
  return rowCount;
}

/** How many reminders of a person are kept, whatever became of them. */
export async function countReminders(db: Queryable, person: string): Promise<number> {
  const { rows } = await db.query<{ count: unknown }>(
    'select count(*) as count from reminder where person = $1',
    [person],
  );
  return toInteger(rows[0]!.count);
}

/** Deletes all reminders of a person, with the letters that wait for them. @returns how many */
export async function eraseReminders(tx: Transaction, person: string): Promise<number> {
  await tx.query(
    "delete from post where kind = 'reminder' and about in (select id from reminder where person = $1)",
    [person],
  );
  const { rowCount } = await tx.query('delete from reminder where person = $1 returning id', [
    person,
  ]);
  return rowCount;
}

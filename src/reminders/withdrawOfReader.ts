import { withdrawLetter } from '../ground/post.ts';
import type { Transaction } from '../ground/sql.ts';
import { letterIdOf } from './reminder.ts';
import { cancelOfReader } from './store.ts';

/** Cancels the letters that wait for a reader of a publisher, all but one. What one reader asks for at once takes turns here. */
export async function withdrawOfReader(
  tx: Transaction,
  of: { readonly publisher: string; readonly readerTag: string; readonly except?: string },
  at: Date,
): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`reminder of ${of.readerTag}`]);
  for (const id of await cancelOfReader(tx, of, at)) await withdrawLetter(tx, letterIdOf(id), at);
}

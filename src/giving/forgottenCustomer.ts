import type { Queryable, Transaction } from '../ground/sql.ts';

/** One at a time for each customer: a gift that is being made then sees that its giver was forgotten, or is seen. */
const lock = (tx: Transaction, customerId: string) =>
  tx.query("select pg_advisory_xact_lock(hashtext('customer ' || $1))", [customerId]);

/** Cuts the link between a customer who was deleted at Stripe and the reader they were; their gifts stay. May be repeated. */
export async function forgetCustomer(tx: Transaction, customerId: string, at: Date): Promise<void> {
  await lock(tx, customerId);
  await tx.query(
    'insert into forgotten_customer (customer_id, at) values ($1, $2) on conflict do nothing',
    [customerId, at],
  );
  await tx.query(
    'update gift set reader_tag = null where customer_id = $1 and reader_tag is not null',
    [customerId],
  );
}

/** Whether a customer was deleted at Stripe. */
export async function isForgotten(tx: Transaction, customerId: string): Promise<boolean> {
  await lock(tx, customerId);
  const { rows } = await tx.query('select 1 from forgotten_customer where customer_id = $1', [
    customerId,
  ]);
  return rows.length > 0;
}

/** Who was deleted at Stripe since then: what is on its way may still speak of them. */
export async function forgottenSince(db: Queryable, since: Date): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    'select customer_id as id from forgotten_customer where at >= $1',
    [since],
  );
  return rows.map(({ id }) => id);
}

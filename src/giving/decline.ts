import { type Queryable, toInteger } from '../ground/sql.ts';

/** A card that was refused: how many there are tells a reader's bad luck from somebody who tries stolen cards. */
export interface Decline {
  readonly chargeId: string;
  readonly publisher: string;
  readonly at: Date;
  /** Stripe's word for the cause, such as insufficient_funds. */
  readonly code: string | null;
}

export async function saveDecline(
  db: Queryable,
  { chargeId, publisher, at, code }: Decline,
): Promise<void> {
  await db.query(
    `insert into decline (charge_id, publisher, at, code) values ($1, $2, $3, $4)
     on conflict (charge_id) do nothing`,
    [chargeId, publisher, at, code],
  );
}

/** How many cards of a publisher's readers were declined from one instant (with it) to another (without it). */
export async function countDeclines(
  db: Queryable,
  publisher: string,
  from: Date,
  to: Date,
): Promise<number> {
  const { rows } = await db.query<{ declines: string }>(
    'select count(*)::text as declines from decline where publisher = $1 and at >= $2 and at < $3',
    [publisher, from, to],
  );
  return toInteger(rows[0]!.declines);
}

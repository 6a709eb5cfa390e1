import type { Transaction } from '../ground/sql.ts';

/** Where Stripe stands with a renewal that fails. */
export interface PaymentAttempt {
  readonly giftId: string;
  /** Tries so far. */
  readonly made: number;
  /** The next try; null where Stripe has given up. */
  readonly nextAt: Date | null;
  /** When Stripe was asked: a newer reading wins. */
  readonly readAt: Date;
}

export async function savePaymentAttempt(
  tx: Transaction,
  { giftId, made, nextAt, readAt }: PaymentAttempt,
): Promise<void> {
  await tx.query(
    `insert into payment_attempt (gift_id, made, next_at, read_at) values ($1, $2, $3, $4)
     on conflict (gift_id) do update set made = excluded.made, next_at = excluded.next_at, read_at = excluded.read_at
     where payment_attempt.read_at <= excluded.read_at`,
    [giftId, made, nextAt, readAt],
  );
}

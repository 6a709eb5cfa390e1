import { type Queryable, toInteger } from '../ground/sql.ts';

/** Waiting for a second person; agreed and on its way to Stripe; sent; refused by Stripe; or called off in one of three ways. */
export const refundStatuses = [
  'waiting',
  'agreed',
  'sent',
  'refused',
  'withdrawn',
  'declined',
  'expired',
] as const;

export type RefundStatus = (typeof refundStatuses)[number];

/** A refund that staff ordered. */
export interface RefundRequest {
  readonly id: string;
  readonly giftId: string;
  readonly publisher: string;
  readonly chargeId: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly reason: string;
  readonly status: RefundStatus;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly refundId: string | null;
  readonly error: string | null;
}

export type NewRefund = Omit<RefundRequest, 'decidedBy' | 'decidedAt' | 'refundId' | 'error'> & {
  /** Of the form it came from: sent twice, it is one refund. */
  readonly formKey: string;
};

const fromRow = (row: Record<string, unknown>): RefundRequest => ({
  id: row.id as string,
  giftId: row.gift_id as string,
  publisher: row.publisher as string,
  chargeId: row.charge_id as string,
  amount: toInteger(row.amount),
  currency: row.currency as string,
  reason: row.reason as string,
  status: row.status as RefundStatus,
  askedBy: row.asked_by as string,
  askedAt: row.asked_at as Date,
  expiresAt: row.expires_at as Date,
  decidedBy: row.decided_by as string | null,
  decidedAt: row.decided_at as Date | null,
  refundId: row.refund_id as string | null,
  error: row.error as string | null,
});

async function all(db: Queryable, rest: string, values: unknown[]): Promise<RefundRequest[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select * from refund_request ${rest}`,
    values,
  );
  return rows.map(fromRow);
}

export const findRefund = async (db: Queryable, id: string) =>
  (await all(db, 'where id = $1', [id]))[0];
export const refundOfForm = async (db: Queryable, formKey: string) =>
  (await all(db, 'where form_key = $1', [formKey]))[0];
export const refundsOfGift = (db: Queryable, giftId: string) =>
  all(db, 'where gift_id = $1 order by asked_at desc, id desc limit 100', [giftId]);
/** Those that are not over, the oldest first. */
export const openRefunds = (db: Queryable) =>
  all(db, "where status in ('waiting', 'agreed') order by asked_at limit 200", []);
/** Those ordered before the one named, the latest first. */
export const refundsBefore = (
  db: Queryable,
  {
    before,
    status,
    limit,
  }: {
    readonly before: readonly [askedAt: string, id: string] | undefined;
    readonly status: RefundStatus | undefined;
    readonly limit: number;
  },
) =>
  all(
    db,
    `where ($1::timestamptz is null or (asked_at, id) < ($1, $2::text)) and ($4::text is null or status = $4)
     order by asked_at desc, id desc limit $3`,
    [before?.[0] ?? null, before?.[1] ?? null, limit, status ?? null],
  );

/** @returns whether it is new: a form that was sent twice makes one */
export async function storeRefund(db: Queryable, refund: NewRefund): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into refund_request (id, form_key, gift_id, publisher, charge_id, amount, currency, reason, status, asked_by, asked_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (form_key) do nothing returning id`,
    [
      refund.id,
      refund.formKey,
      refund.giftId,
      refund.publisher,
      refund.chargeId,
      refund.amount,
      refund.currency,
      refund.reason,
      refund.status,
      refund.askedBy,
      refund.askedAt,
      refund.expiresAt,
    ],
  );
  return rowCount === 1;
}

export interface RefundMove {
  readonly from: RefundStatus;
  readonly to: RefundStatus;
  readonly at: Date;
  readonly by?: string | undefined;
  readonly refundId?: string | undefined;
  readonly error?: string | undefined;
}

/** Moves a request on, if it stands where the move begins: of two moves at once one succeeds. @returns whether it did */
export async function moveRefund(db: Queryable, id: string, move: RefundMove): Promise<boolean> {
  const { rowCount } = await db.query(
    `update refund_request set status = $3, decided_at = coalesce(decided_at, $4), decided_by = coalesce(decided_by, $5),
       refund_id = coalesce(refund_id, $6), error = coalesce(error, $7)
     where id = $1 and status = $2 returning id`,
    [id, move.from, move.to, move.at, move.by ?? null, move.refundId ?? null, move.error ?? null],
  );
  return rowCount === 1;
}

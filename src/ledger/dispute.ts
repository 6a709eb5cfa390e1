import { type Queryable, type Transaction, toInteger } from '../ground/sql.ts';
import { bookTransfers } from './store.ts';
import type { Part, Transfer } from './transfer.ts';

/** A reader's bank asks for a gift back, as Stripe last told it. */
export interface Dispute {
  readonly id: string;
  readonly publisher: string;
  readonly giftId: string | undefined;
  readonly chargeId: string;
  /** Minor units, in the currency of the gift. */
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
  readonly reason: string;
  readonly evidenceDueAt: Date | null;
  readonly openedAt: Date;
  readonly readAt: Date;
  /** When it came to stand as it does: when the bank decided, or the money last moved. */
  readonly standsSince: Date;
  /** What the bank holds of Stripe's balance: nothing before it withdrew, or after it gave back. */
  readonly held: Part | undefined;
}

/** The disputes of a gift, the newest first. */
export async function disputesOf(
  db: Queryable,
  giftId: string,
): Promise<Pick<Dispute, 'id' | 'amount' | 'currency' | 'status' | 'reason' | 'openedAt'>[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    'select id, amount, currency, status, reason, opened_at from dispute where gift_id = $1 order by opened_at desc',
    [giftId],
  );
  return rows.map((row) => ({
    id: row.id as string,
    amount: toInteger(row.amount),
    currency: row.currency as string,
    status: row.status as string,
    reason: row.reason as string,
    openedAt: row.opened_at as Date,
  }));
}

/** A dispute that is lost moves what was held to what is gone; one won after all on appeal moves it back. */
function lossTransfer(dispute: Dispute, held: Part, kind: 'lost' | 'lost_reversed'): Transfer {
  const amount = kind === 'lost' ? held.amount : -held.amount;
  return {
    source: `${dispute.id}:${kind}`,
    publisher: dispute.publisher,
    kind: `dispute_${kind}`,
    giftId: dispute.giftId,
    at: dispute.standsSince,
    entries: [
      { account: 'disputes_lost', currency: held.currency, amount },
      { account: 'disputes_held', currency: held.currency, amount: -amount },
    ],
  };
}

/** What was booked as lost of a dispute, where it was. */
async function bookedLoss(db: Queryable, id: string): Promise<Part | undefined> {
  const { rows } = await db.query<{ amount: string; currency: string }>(
    `select e.amount::text, e.currency from transfer t join entry e on e.transfer_id = t.id
     where t.source = $1 and e.account = 'disputes_lost'`,
    [`${id}:lost`],
  );
  return rows[0] && { amount: Number(rows[0].amount), currency: rows[0].currency };
}

/** Stores what was read of a dispute, unless something read later is there, and books what losing it means. */
export async function saveDispute(tx: Transaction, dispute: Dispute): Promise<void> {
  const { rowCount } = await tx.query(
    `insert into dispute (id, publisher, gift_id, charge_id, amount, currency, status, reason, evidence_due_at, opened_at, read_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (id) do update set status = excluded.status, reason = excluded.reason, amount = excluded.amount,
       evidence_due_at = excluded.evidence_due_at, read_at = excluded.read_at
     where dispute.read_at <= excluded.read_at
     returning id`,
    [
      dispute.id,
      dispute.publisher,
      dispute.giftId ?? null,
      dispute.chargeId,
      dispute.amount,
      dispute.currency,
      dispute.status,
      dispute.reason,
      dispute.evidenceDueAt,
      dispute.openedAt,
      dispute.readAt,
    ],
  );
  if (rowCount === 0) return;
  if (dispute.status === 'lost') {
    if (dispute.held && dispute.held.amount !== 0)
      await bookTransfers(tx, [lossTransfer(dispute, dispute.held, 'lost')]);
    return;
  }
  const loss = await bookedLoss(tx, dispute.id);
  if (loss) await bookTransfers(tx, [lossTransfer(dispute, loss, 'lost_reversed')]);
}

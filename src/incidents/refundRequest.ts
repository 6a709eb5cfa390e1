import type { Queryable } from '../ground/sql.ts';
import type { Incident, IncidentNews } from './incident.ts';
import { listIncidents, noteIncident } from './store.ts';

/** A charge that somebody wants back. No personal datum. */
export interface RefundRequest {
  readonly chargeId: string;
  readonly publisher: string;
  readonly giftId: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
}

const kind = 'refund_request';

/** Asks finance staff to give a charge back: an incident that stays open until that is done or refused. May be repeated. */
export const requestRefund = (
  db: Queryable,
  { chargeId, publisher, giftId, amount, currency }: RefundRequest,
  readAt: Date,
): Promise<void> =>
  noteIncident(db, {
    kind,
    subject: chargeId,
    publisher,
    giftId,
    isOpen: true,
    detail: { charge: chargeId, amount, currency },
    readAt,
  });

/** What is wanted back and not answered yet, newest first; `before` is the id of the last one seen. */
export const listRefundRequests = (
  db: Queryable,
  { publisher, before, limit }: { publisher?: string; before?: number; limit: number },
): Promise<Incident[]> => listIncidents(db, { kind, publisher, before, isOpen: true, limit });

/** The news that a request is answered: the charge was given back, or staff said no. */
export const refundAnswered = (
  chargeId: string,
  publisher: string,
  readAt: Date,
): IncidentNews => ({ kind, subject: chargeId, publisher, isOpen: false, readAt });

/** Closes a request that staff refuse; one that is granted closes when the charge is given back. */
export const answerRefundRequest = (
  db: Queryable,
  { chargeId, publisher }: Pick<RefundRequest, 'chargeId' | 'publisher'>,
  at: Date,
): Promise<void> => noteIncident(db, refundAnswered(chargeId, publisher, at));

/** Whether somebody waits for this charge to be given back. */
export async function isRefundRequested(db: Queryable, chargeId: string): Promise<boolean> {
  const { rows } = await db.query(
    'select 1 from incident where kind = $1 and subject = $2 and closed_at is null',
    [kind, chargeId],
  );
  return rows.length > 0;
}

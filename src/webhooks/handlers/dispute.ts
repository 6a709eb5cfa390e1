import { outcome } from '../../checkout/outcome.ts';
import {
  originOf,
  pledgeOfCharge,
  retrieveCharge,
  transferOfPart,
} from '../../checkout/readPayment.ts';
import { giftIdOf } from '../../giving/gift.ts';
import { readingTime } from '../../giving/giftStore.ts';
import { fromUnixSeconds } from '../../ground/clock.ts';
import type { Part, Transfer } from '../../ledger/transfer.ts';
import { disputeClosedAt } from '../disputeClosedAt.ts';
import { type Handler, idOf, notOurs } from '../handler.ts';

/** Statuses in which somebody can still answer the bank. */
const answerable = new Set(['warning_needs_response', 'needs_response']);

/** What the bank holds: the sum of what its movements took and gave. */
function heldOf(transfers: readonly Transfer[]): Part | undefined {
  const lines = transfers.flatMap(({ entries }) =>
    entries.filter(({ account }) => account === 'disputes_held'),
  );
  const [first] = lines;
  return (
    first && {
      currency: first.currency,
      amount: lines.reduce((sum, { amount }) => sum + amount, 0),
    }
  );
}

/** The last time that a bank took or gave. */
const lastMoved = (transfers: readonly Transfer[]): Date | undefined =>
  transfers.map(({ at }) => at).toSorted((a, b) => b.getTime() - a.getTime())[0];

/** A reader's bank asks for a gift back, took it, or gave it again: the dispute says how it stands and what it moved. */
export const dispute: Handler = async (id, sources) => {
  const readAt = await readingTime(sources.db);
  const found = await sources.stripe.disputes.retrieve(id);
  const charge = await retrieveCharge(sources.stripe, idOf(found.charge)!);
  const pledge = await pledgeOfCharge(sources, charge);
  if (!pledge) return notOurs;
  const transfers = found.balance_transactions.map((movement) =>
    transferOfPart(movement, originOf(pledge), charge, found),
  );
  const { amount, currency, status, reason } = found;
  const since = status === 'lost' ? await disputeClosedAt(sources, found) : lastMoved(transfers);
  const dueBy = found.evidence_details.due_by;
  const case_ = { publisher: pledge.publisher, giftId: giftIdOf(pledge.id), readAt };
  const evidenceDueAt = dueBy === null ? null : fromUnixSeconds(dueBy);
  return outcome(pledge.publisher, {
    transfers,
    disputes: [
      {
        ...case_,
        id,
        chargeId: charge.id,
        amount,
        currency,
        status,
        reason,
        evidenceDueAt,
        openedAt: fromUnixSeconds(found.created),
        standsSince: since ?? readAt,
        held: heldOf(transfers),
      },
    ],
    incidents: [
      {
        ...case_,
        kind: 'dispute',
        subject: id,
        isOpen: answerable.has(status),
        detail: { amount, currency, status, reason, evidenceDueAt },
      },
    ],
  });
};

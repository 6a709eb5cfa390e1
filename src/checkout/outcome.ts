import { type Decline, saveDecline } from '../giving/decline.ts';
import { forgetCustomer } from '../giving/forgottenCustomer.ts';
import type { Gift } from '../giving/gift.ts';
import { saveGift } from '../giving/giftStore.ts';
import { type PaymentAttempt, savePaymentAttempt } from '../giving/paymentAttempt.ts';
import { closePledge } from '../giving/pledgeStore.ts';
import type { Transaction } from '../ground/sql.ts';
import type { IncidentNews } from '../incidents/incident.ts';
import { noteIncident } from '../incidents/store.ts';
import { type Dispute, saveDispute } from '../ledger/dispute.ts';
import type { Payout } from '../ledger/payout.ts';
import { savePayout } from '../ledger/payoutStore.ts';
import { type BroughtBy, bookTransfers } from '../ledger/store.ts';
import type { Transfer } from '../ledger/transfer.ts';

/** What is to be written after Stripe was asked: plain data, so that it can be shown before, and applied any number of times. */
export interface Outcome {
  readonly publisher: string;
  readonly gifts: readonly Gift[];
  readonly transfers: readonly Transfer[];
  readonly closings: readonly {
    readonly pledgeId: string;
    readonly status: 'complete' | 'expired';
  }[];
  readonly payouts: readonly Payout[];
  readonly disputes: readonly Dispute[];
  readonly declines: readonly Decline[];
  readonly attempts: readonly PaymentAttempt[];
  readonly incidents: readonly IncidentNews[];
  /** Customers who were deleted at Stripe. */
  readonly forgotten: readonly string[];
}

export const outcome = (publisher: string, parts: Partial<Outcome>): Outcome => ({
  publisher,
  gifts: [],
  transfers: [],
  closings: [],
  payouts: [],
  disputes: [],
  declines: [],
  attempts: [],
  incidents: [],
  forgotten: [],
  ...parts,
});

/**
 * Writes all of it or nothing. Gifts go before closings: a gift takes over the reader that its pledge then forgets.
 * Movements go before what a payout or a dispute moves further.
 */
export async function applyOutcome(
  tx: Transaction,
  {
    gifts,
    transfers,
    closings,
    payouts,
    disputes,
    declines,
    attempts,
    incidents,
    forgotten,
  }: Outcome,
  now: Date,
  broughtBy?: BroughtBy,
): Promise<void> {
  for (const customer of forgotten) await forgetCustomer(tx, customer, now);
  for (const gift of gifts) await saveGift(tx, gift);
  for (const { pledgeId, status } of closings) await closePledge(tx, pledgeId, status, now);
  await bookTransfers(tx, transfers, broughtBy);
  for (const payout of payouts) await savePayout(tx, payout);
  for (const dispute of disputes) await saveDispute(tx, dispute);
  for (const decline of declines) await saveDecline(tx, decline);
  for (const attempt of attempts) await savePaymentAttempt(tx, attempt);
  for (const news of incidents) await noteIncident(tx, news);
}

import type { Gift } from '../giving/gift.ts';
import { saveGift } from '../giving/giftStore.ts';
import { closePledge } from '../giving/pledgeStore.ts';
import type { Transaction } from '../ground/sql.ts';
import { bookTransfers } from '../ledger/store.ts';
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
}

export const outcome = (publisher: string, parts: Partial<Outcome>): Outcome => ({
  publisher,
  gifts: [],
  transfers: [],
  closings: [],
  ...parts,
});

/** Writes all of it or nothing. Gifts go before closings: a gift takes over the reader that its pledge then forgets. */
export async function applyOutcome(
  tx: Transaction,
  { gifts, transfers, closings }: Outcome,
  now: Date,
): Promise<void> {
  for (const gift of gifts) await saveGift(tx, gift);
  for (const { pledgeId, status } of closings) await closePledge(tx, pledgeId, status, now);
  await bookTransfers(tx, transfers);
}

import { readingTime } from '../giving/giftStore.ts';
import { allOf, type Stripe } from '../ground/stripe.ts';
import { noteIncident } from '../incidents/store.ts';
import { type BookedMovement, movementsOf } from '../ledger/movementStore.ts';
import { type Payout, payoutOf } from '../ledger/payout.ts';
import { savePayout } from '../ledger/payoutStore.ts';
import { agrees, compare } from './compare.ts';
import { savePayoutCheck } from './payoutLines.ts';
import { type SettleDependencies, settle } from './settle.ts';

/** How a payout stands after it was held against our ledger. */
export interface CheckedPayout {
  readonly id: string;
  readonly publisher: string;
  readonly isReconciled: boolean;
  /** Minor units of the payout that our ledger does not explain; null where Stripe does not say what it is made of. */
  readonly unexplained: number | null;
  readonly added: readonly string[];
  readonly different: readonly string[];
}

/** What a payout amounts to by our own ledger: all its lines but the one by which the money left. */
function explained(
  payout: Payout,
  lines: readonly Stripe.BalanceTransaction[],
  ours: ReadonlyMap<string, BookedMovement>,
): number {
  return lines
    .filter(({ id }) => id !== payout.movement)
    .reduce((sum, { id }) => sum + (ours.get(id)?.net ?? 0), 0);
}

/** Holds a payout against our ledger, line by line, and adds what is missing. It is reconciled when every cent is explained. */
export async function checkPayout(
  dependencies: SettleDependencies,
  { stripe, owner }: { readonly stripe: Stripe; readonly owner: string },
  id: string,
): Promise<CheckedPayout> {
  const { db, clock } = dependencies;
  const readAt = await readingTime(db);
  const expand = ['balance_transaction', 'failure_balance_transaction'];
  const payout = payoutOf(await stripe.payouts.retrieve(id, { expand }), owner, readAt);
  // Only what Stripe's schedule paid out can be taken apart. https://docs.stripe.com/payouts/reconciliation
  const lines = payout.automatic
    ? await allOf(stripe.balanceTransactions.list({ payout: id, limit: 100 }))
    : [];
  const before = await movementsOf(
    db,
    lines.map((line) => line.id),
  );
  const found = compare(lines, before);
  await settle(dependencies, stripe, owner, found);
  const ours = await movementsOf(
    db,
    lines.map((line) => line.id),
  );
  const isComplete = payout.automatic && payout.stripeReconciliation === 'completed';
  const unexplained = payout.automatic ? payout.amount - explained(payout, lines, ours) : null;
  const isAgreed = lines.every((line) => ours.has(line.id) && agrees(line, ours.get(line.id)!));
  const isReconciled = isComplete && unexplained === 0 && isAgreed;
  await db.transaction(async (tx) => {
    await savePayout(tx, payout);
    const missed = new Set(found.missing.map((line) => line.id));
    await savePayoutCheck(tx, payout.id, {
      lines,
      missed,
      isReconciled,
      unexplained,
      at: clock.now(),
    });
    await noteIncident(tx, {
      kind: 'payout_unreconciled',
      subject: id,
      publisher: owner,
      isOpen: isComplete && !isReconciled,
      detail: { unexplained, currency: payout.currency },
      readAt: clock.now(),
    });
  });
  return {
    id,
    publisher: owner,
    isReconciled,
    unexplained,
    added: found.missing.map((line) => line.id),
    different: found.different.map((one) => one.stripe.id),
  };
}

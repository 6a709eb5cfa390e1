import { fromUnixSeconds } from '../ground/clock.ts';
import type { Stripe } from '../ground/stripe.ts';
import type { Transfer } from './transfer.ts';

export const payoutStatuses = ['pending', 'in_transit', 'paid', 'failed', 'canceled'] as const;
export type PayoutStatus = (typeof payoutStatuses)[number];

/** Stripe's payment to the bank, as Stripe last told it. */
export interface Payout {
  readonly id: string;
  readonly publisher: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly status: PayoutStatus;
  /** Made by Stripe's schedule: only those tell what they are made of. */
  readonly automatic: boolean;
  /** The balance transactions by which the money left Stripe, and came back. */
  readonly movement: string | null;
  readonly failureMovement: string | null;
  readonly createdAt: Date;
  readonly arrivesAt: Date;
  readonly stripeReconciliation: 'completed' | 'in_progress' | 'not_applicable';
  readonly readAt: Date;
}

const idOf = (value: string | { id: string } | null | undefined): string | null =>
  typeof value === 'string' ? value : (value?.id ?? null);

const statusOf = (status: string): PayoutStatus =>
  payoutStatuses.find((one) => one === status) ?? 'pending';

export const payoutOf = (payout: Stripe.Payout, publisher: string, readAt: Date): Payout => ({
  id: payout.id,
  publisher,
  amount: payout.amount,
  currency: payout.currency,
  status: statusOf(payout.status),
  automatic: payout.automatic,
  movement: idOf(payout.balance_transaction),
  failureMovement: idOf(payout.failure_balance_transaction),
  createdAt: fromUnixSeconds(payout.created),
  arrivesAt: fromUnixSeconds(payout.arrival_date),
  stripeReconciliation: payout.reconciliation_status as Payout['stripeReconciliation'],
  readAt,
});

/** Money that the bank has, or has sent back: no balance transaction tells of it, the payout's own status does. */
export function bankTransfer(payout: Payout, kind: 'arrival' | 'return'): Transfer {
  const { currency, publisher } = payout;
  const amount = kind === 'arrival' ? payout.amount : -payout.amount;
  return {
    source: `${payout.id}:${kind}`,
    publisher,
    kind: `payout_${kind}`,
    giftId: undefined,
    at: payout.arrivesAt,
    entries: [
      { account: 'bank', currency, amount },
      { account: 'payouts_in_transit', currency, amount: -amount },
    ],
  };
}

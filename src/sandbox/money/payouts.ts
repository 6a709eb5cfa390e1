import type { Stripe } from '../../ground/stripe.ts';
import { daySeconds, midnightFrom, moveBalance } from '../payments/balanceTransactions.ts';
import { changesOf } from '../store/changesOf.ts';
import { idOf } from '../store/objectTypes.ts';
import { idFrom, newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { tellAvailable } from './balance.ts';

/** From the bank being told to the money being there. */
const travelDays = 2;

export interface PayoutFacts {
  /** Minor units; less than nothing where money is fetched back. */
  readonly amount: number;
  readonly currency: string;
  readonly automatic: boolean;
  readonly description: string | null;
  readonly metadata: Record<string, string>;
  readonly statementDescriptor?: string | null | undefined;
  readonly originalPayout?: string;
}

/** Kept beside a payout: the test clock by whose time it arrives. */
export interface PayoutHidden {
  readonly clock: string | null;
}

/** The account's bank account in a currency. */
export const bankAccountOf = (work: Work, currency: string): string =>
  idFrom('ba_', `${work.account} ${currency}`, 24);

/** Makes a payout and takes it off the balance; the bank hears of it later. */
export function createPayout(work: Work, facts: PayoutFacts): Stripe.Payout {
  const { amount, currency, automatic, description, originalPayout } = facts;
  const id = newStripeId('po', 24);
  const arrivesAt = midnightFrom(work.at) + travelDays * daySeconds;
  const transaction = moveBalance(work, {
    amount: -amount,
    currency,
    type: 'payout',
    reportingCategory: originalPayout ? 'payout_reversal' : 'payout',
    source: id,
    description: description ?? 'STRIPE PAYOUT',
    availableOn: originalPayout ? arrivesAt : work.at,
    ...(automatic && { payout: id }),
  });
  const payout: Stripe.Payout = {
    id,
    object: 'payout',
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: arrivesAt,
    automatic,
    balance_transaction: transaction.id,
    created: work.at,
    currency,
    description,
    destination: bankAccountOf(work, currency),
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: facts.metadata,
    method: 'standard',
    original_payout: originalPayout ?? null,
    payout_method: null,
    reconciliation_status: automatic ? 'in_progress' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: facts.statementDescriptor ?? null,
    status: 'pending',
    trace_id: null,
    type: 'bank_account',
  };
  work.save('payout', payout, { hidden: { clock: work.clock } satisfies PayoutHidden });
  work.emit('payout.created', payout);
  return payout;
}

/** Tells the bank: from now on the payout is on its way. */
export function sendPayout(work: Work, payout: Stripe.Payout): void {
  if (payout.status !== 'pending') return;
  const before = structuredClone(payout);
  payout.status = 'in_transit';
  work.save('payout', payout);
  work.emit('payout.updated', payout, changesOf(before, payout));
  work.schedule('payout.arrive', payout.id, payout.arrival_date);
}

/** Puts what a payout moved back where it was. */
export async function undoPayout(
  work: Work,
  payout: Stripe.Payout,
  type: 'payout_cancel' | 'payout_failure',
): Promise<void> {
  const moved = await work.need('balance_transaction', idOf(payout.balance_transaction)!);
  const back = moveBalance(work, {
    amount: -moved.amount,
    currency: moved.currency,
    type,
    reportingCategory: moved.reporting_category === 'payout' ? 'payout_reversal' : 'payout',
    source: payout.id,
    description: type === 'payout_cancel' ? 'PAYOUT CANCEL' : 'PAYOUT FAILURE',
    availableOn: Math.max(work.at, moved.available_on),
  });
  payout.failure_balance_transaction = back.id;
  if (back.net > 0) work.later(() => tellAvailable(work));
}

export const payoutFailures = [
  'account_closed',
  'account_frozen',
  'could_not_process',
  'invalid_account_number',
  'no_account',
] as const;
export type PayoutFailure = (typeof payoutFailures)[number];

/** The bank answers: the money is there, or, where a fault says so, it is sent back. */
export async function landPayout(
  work: Work,
  payout: Stripe.Payout,
  failure: PayoutFailure | undefined,
): Promise<void> {
  if (payout.status !== 'in_transit') return;
  if (failure) {
    payout.status = 'failed';
    payout.failure_code = failure;
    payout.failure_message = `The bank sent the payout back: ${failure.replaceAll('_', ' ')}.`;
    await undoPayout(work, payout, 'payout_failure');
  } else {
    payout.status = 'paid';
    payout.trace_id = { status: 'supported', value: idFrom('', payout.id, 15).toUpperCase() };
  }
  work.save('payout', payout);
  work.emit(failure ? 'payout.failed' : 'payout.paid', payout);
}

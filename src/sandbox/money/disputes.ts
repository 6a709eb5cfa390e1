import type { Stripe } from '../../ground/stripe.ts';
import { daySeconds, moveBalance } from '../payments/balanceTransactions.ts';
import type { TestCard } from '../payments/testCards.ts';
import { changesOf } from '../store/changesOf.ts';
import { idOf } from '../store/objectTypes.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { transactionOf } from './chargeMoney.ts';
import { emptyEvidence } from './evidence.ts';
import { settlePart } from './exchange.ts';
import { disputeFee, type Fee } from './fees.ts';

/** The last second of the ninth day after is the last to answer in. */
const dueBy = (at: number): number => (Math.floor(at / daySeconds) + 10) * daySeconds - 1;

/** Why the bank asks, in Stripe's words and in Visa's. */
const reasons = {
  fraudulent: { reason: 'fraudulent', code: '10.4' },
  product_not_received: { reason: 'product_not_received', code: '13.1' },
  inquiry: { reason: 'general', code: null },
} as const;

const isInquiry = ({ status }: Stripe.Dispute): boolean => status.startsWith('warning_');

export const hasEnded = ({ status }: Stripe.Dispute): boolean =>
  ['lost', 'warning_closed', 'won'].includes(status);

interface Shift {
  /** Minor units of the currency that the charge was settled in. */
  readonly amount: number;
  readonly fees: readonly Fee[];
  readonly reportingCategory: 'dispute' | 'dispute_reversal';
  readonly description: string;
}

/** Moves what is disputed off the balance or onto it again. It goes with the charge's own money, if that is pending still. */
function moveDisputed(
  work: Work,
  dispute: Stripe.Dispute,
  paid: Stripe.BalanceTransaction,
  shift: Shift,
): void {
  const transaction = moveBalance(work, {
    ...shift,
    currency: paid.currency,
    exchangeRate: paid.exchange_rate,
    type: 'adjustment',
    source: dispute.id,
    description: `${shift.description} for ${idOf(dispute.charge)}`,
    availableOn: Math.max(work.at, paid.available_on),
  });
  dispute.balance_transactions.push(structuredClone(transaction));
}

/** All that is left of the charge, and the fee. */
async function withdraw(work: Work, dispute: Stripe.Dispute): Promise<void> {
  const charge = await work.need('charge', idOf(dispute.charge));
  const paid = await transactionOf(work, charge);
  dispute.amount = charge.amount_captured - charge.amount_refunded;
  moveDisputed(work, dispute, paid, {
    amount: -settlePart(charge.amount_refunded, charge.amount_captured, paid.exchange_rate),
    fees: [disputeFee(paid)],
    reportingCategory: 'dispute',
    description: 'Chargeback withdrawal',
  });
}

async function reinstate(work: Work, dispute: Stripe.Dispute): Promise<void> {
  const charge = await work.need('charge', idOf(dispute.charge));
  moveDisputed(work, dispute, await transactionOf(work, charge), {
    amount: -dispute.balance_transactions[0]!.amount,
    fees: [],
    reportingCategory: 'dispute_reversal',
    description: 'Chargeback reversal',
  });
}

/** The bank asks about a charge: an inquiry only asks, anything else takes the money and a fee first. */
export async function openDispute(
  work: Work,
  charge: Stripe.Charge,
  kind: NonNullable<TestCard['dispute']>,
): Promise<void> {
  const asksOnly = kind === 'inquiry';
  const { reason, code } = reasons[kind];
  const card = charge.payment_method_details?.card;
  const dispute: Stripe.Dispute = {
    id: newStripeId('du', 24),
    object: 'dispute',
    amount: charge.amount_captured - charge.amount_refunded,
    balance_transactions: [],
    charge: charge.id,
    created: work.at,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: emptyEvidence,
    evidence_details: {
      due_by: dueBy(work.at),
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: asksOnly,
    livemode: false,
    metadata: {},
    payment_intent: idOf(charge.payment_intent),
    payment_method_details: {
      card: {
        brand: card?.brand ?? 'visa',
        case_type: asksOnly ? 'inquiry' : 'chargeback',
        network: card?.network ?? 'visa',
        network_reason_code: code,
      },
      type: 'card',
    },
    reason,
    status: asksOnly ? 'warning_needs_response' : 'needs_response',
  };
  if (!asksOnly) await withdraw(work, dispute);
  charge.disputed = true;
  work.save('charge', charge);
  work.save('dispute', dispute);
  work.emit('charge.dispute.created', dispute);
  if (!asksOnly) work.emit('charge.dispute.funds_withdrawn', dispute);
  work.schedule('dispute.expire', dispute.id, dueBy(work.at) + 1);
}

/** The end of it. What was taken comes back where it was won; the fee does not. */
export async function endDispute(
  work: Work,
  dispute: Stripe.Dispute,
  verdict: 'lost' | 'won',
): Promise<void> {
  if (isInquiry(dispute)) dispute.status = 'warning_closed';
  else dispute.status = verdict;
  const isWon = dispute.status === 'won';
  if (isWon) {
    dispute.is_charge_refundable = true;
    await reinstate(work, dispute);
  }
  work.save('dispute', dispute);
  work.emit('charge.dispute.closed', dispute);
  if (isWon) work.emit('charge.dispute.funds_reinstated', dispute);
}

/** An inquiry becomes a dispute proper, with its own time to answer. */
export async function escalate(work: Work, dispute: Stripe.Dispute): Promise<void> {
  const before = structuredClone(dispute);
  dispute.status = 'needs_response';
  dispute.is_charge_refundable = false;
  dispute.evidence_details.due_by = dueBy(work.at);
  dispute.payment_method_details!.card!.case_type = 'chargeback';
  await withdraw(work, dispute);
  work.save('dispute', dispute);
  work.emit('charge.dispute.updated', dispute, changesOf(before, dispute));
  work.emit('charge.dispute.funds_withdrawn', dispute);
  work.schedule('dispute.expire', dispute.id, dueBy(work.at) + 1);
}

/** Nobody answered in time: it is lost. */
export async function expireDispute(work: Work, dispute: Stripe.Dispute): Promise<void> {
  const { status, evidence_details: details } = dispute;
  if (!status.endsWith('needs_response') || (details.due_by ?? 0) >= work.at) return;
  details.past_due = true;
  await endDispute(work, dispute, 'lost');
}

/** A charge that is given back whole is not asked about any further. */
export async function closeInquiries(work: Work, charge: Stripe.Charge): Promise<void> {
  const { data } = await work.list('dispute', { all: [`charge:${charge.id}`] });
  for (const dispute of data)
    if (isInquiry(dispute) && !hasEnded(dispute)) await endDispute(work, dispute, 'won');
}

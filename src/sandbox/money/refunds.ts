import { formatMoney } from '../../ground/money.ts';
import type { Stripe } from '../../ground/stripe.ts';
import { checkAmount } from '../catalogue/amounts.ts';
import { moveBalance } from '../payments/balanceTransactions.ts';
import { changesOf } from '../store/changesOf.ts';
import { idOf } from '../store/objectTypes.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { ApiError } from '../wire/apiError.ts';
import { cardCharged, onClockOfCharge, transactionOf } from './chargeMoney.ts';
import { closeInquiries } from './disputes.ts';
import { settlePart } from './exchange.ts';
import { settleWarnings } from './fraudWarnings.ts';
import { closeReview } from './reviews.ts';

export interface RefundFacts {
  /** Minor units of the charge's currency; all that is left of the charge where absent. */
  readonly amount?: number | undefined;
  readonly reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer' | undefined;
  readonly metadata: Record<string, string>;
}

/** The bank's answer to a refund that is not at once takes so long. */
const settleSeconds = 60;

const moneyOf = (amount: number, currency: string) => formatMoney({ amount, currency }, 'en');

/** How much of a charge is given back now. @throws ApiError where that cannot be */
async function amountOf(work: Work, charge: Stripe.Charge, asked: number | undefined) {
  const { id, currency } = charge;
  const left = charge.amount_captured - charge.amount_refunded;
  if (charge.status !== 'succeeded' || !charge.captured)
    throw new ApiError({ message: `Charge ${id} has brought no money that could be refunded.` });
  const disputes = await work.list('dispute', { all: [`charge:${id}`] });
  if (disputes.data.some((dispute) => !dispute.is_charge_refundable))
    throw new ApiError({
      code: 'charge_disputed',
      message: `Charge ${id} has been charged back; cannot issue a refund.`,
    });
  if (left === 0)
    throw new ApiError({
      code: 'charge_already_refunded',
      message: `Charge ${id} has already been refunded.`,
    });
  if (asked !== undefined) checkAmount({ amount: asked, currency }, 'amount');
  if (asked !== undefined && asked > left)
    throw new ApiError({
      message: `Refund amount (${moneyOf(asked, currency)}) is greater than unrefunded amount on charge (${moneyOf(left, currency)})`,
      param: 'amount',
    });
  return asked ?? left;
}

/** Takes what is given back off the balance. It is available when the charge's own money is: both are paid out together. */
async function moveBack(work: Work, charge: Stripe.Charge, refund: string, amount: number) {
  const paid = await transactionOf(work, charge);
  const gone = charge.amount_refunded;
  return moveBalance(work, {
    amount: -settlePart(gone, gone + amount, paid.exchange_rate),
    currency: paid.currency,
    exchangeRate: paid.exchange_rate,
    type: 'refund',
    reportingCategory: 'refund',
    source: refund,
    description: 'REFUND FOR CHARGE',
    availableOn: Math.max(work.at, paid.available_on),
  });
}

/** What of a charge is refunded changes, and is told of where the charge is refunded further. */
function markRefunded(work: Work, charge: Stripe.Charge, amount: number): void {
  const before = structuredClone(charge);
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
  work.save('charge', charge);
  if (amount > 0) work.emit('charge.refunded', charge, changesOf(before, charge));
}

export function tellOfRefund(work: Work, refund: Stripe.Refund, before: Stripe.Refund): void {
  const changes = changesOf(before, refund);
  work.emit('refund.updated', refund, changes);
  if (refund.charge) work.emit('charge.refund.updated', refund, changes);
}

/** Gives money of a charge back, as its card lets it: at once, later, or not in the end. @throws ApiError */
export async function createRefund(
  wall: Work,
  charge: Stripe.Charge,
  { amount: asked, reason, metadata }: RefundFacts,
): Promise<Stripe.Refund> {
  const work = await onClockOfCharge(wall, charge);
  const amount = await amountOf(work, charge, asked);
  const answer = (await cardCharged(work, charge))?.refund;
  const id = newStripeId('re', 24);
  const refund: Stripe.Refund = {
    id,
    object: 'refund',
    amount,
    balance_transaction: (await moveBack(work, charge, id, amount)).id,
    charge: charge.id,
    created: work.at,
    currency: charge.currency,
    customer: idOf(charge.customer),
    customer_account: null,
    destination_details: {
      card: {
        reference_status: 'pending',
        reference_type: 'acquirer_reference_number',
        type: 'refund',
      },
      type: 'card',
    },
    metadata,
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    ...(answer === 'pending' && { pending_reason: 'processing' as const }),
    reason: reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: answer === 'pending' ? 'pending' : 'succeeded',
    transfer_reversal: null,
  };
  if (reason === 'fraudulent') charge.fraud_details = { user_report: 'fraudulent' };
  work.save('refund', refund);
  work.emit('refund.created', refund);
  markRefunded(work, charge, amount);
  if (charge.refunded) {
    await closeInquiries(work, charge);
    await settleWarnings(work, charge);
    await closeReview(work, charge, reason === 'fraudulent' ? 'refunded_as_fraud' : 'refunded');
  }
  if (answer) work.schedule('refund.settle', id, work.at + settleSeconds);
  return refund;
}

/** The bank could not give the money to the reader: it comes back to us. */
async function failRefund(work: Work, refund: Stripe.Refund): Promise<void> {
  const charge = await work.need('charge', idOf(refund.charge)!);
  const moved = await work.need('balance_transaction', idOf(refund.balance_transaction)!);
  const back = moveBalance(work, {
    amount: -moved.amount,
    currency: moved.currency,
    exchangeRate: moved.exchange_rate,
    type: 'refund_failure',
    reportingCategory: 'refund_failure',
    source: refund.id,
    description: 'REFUND FAILURE FOR CHARGE',
    availableOn: Math.max(work.at, moved.available_on),
  });
  refund.failure_balance_transaction = back.id;
  refund.failure_reason = 'lost_or_stolen_card';
  refund.status = 'failed';
  markRefunded(work, charge, -refund.amount);
}

/** The bank answers about a refund: one that was pending succeeds, one that seemed to succeed fails. */
export async function settleRefund(work: Work, refund: Stripe.Refund): Promise<void> {
  const before = structuredClone(refund);
  if (refund.status === 'pending') {
    refund.status = 'succeeded';
    delete refund.pending_reason;
  } else if (refund.status === 'succeeded') await failRefund(work, refund);
  else return;
  work.save('refund', refund);
  tellOfRefund(work, refund, before);
  if (refund.status === 'failed') work.emit('refund.failed', refund);
}

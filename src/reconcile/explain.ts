import { type Outcome, outcome } from '../checkout/outcome.ts';
import {
  originOf,
  pledgeOfCharge,
  retrieveCharge,
  type Sources,
  transferOfPart,
} from '../checkout/readPayment.ts';
import { type Gift, recurringGift, singleGift } from '../giving/gift.ts';
import { readingTime } from '../giving/giftStore.ts';
import type { Pledge } from '../giving/pledge.ts';
import type { Stripe } from '../ground/stripe.ts';
import { type Part, transferOf } from '../ledger/transfer.ts';

const idOf = (value: string | { id: string } | null | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.id;

/** The gift that a charge paid for, as it is now. */
async function giftOf(
  { stripe, db }: Sources,
  pledge: Pledge,
  charge: Stripe.Charge,
): Promise<Gift | undefined> {
  const readAt = await readingTime(db);
  const payment = idOf(charge.payment_intent)!;
  if (pledge.frequency === 'once')
    return singleGift(pledge, await stripe.paymentIntents.retrieve(payment), readAt);
  const { data } = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: payment },
    limit: 1,
  });
  const invoiceId = idOf(data[0]?.invoice);
  if (!invoiceId) return undefined;
  const { parent } = await stripe.invoices.retrieve(invoiceId, {
    expand: ['parent.subscription_details.subscription'],
  });
  const subscription = parent?.subscription_details?.subscription;
  return subscription && typeof subscription !== 'string'
    ? recurringGift(pledge, subscription, readAt)
    : undefined;
}

/** The charge behind a movement, and which part of it moved where it was not all of it. */
async function chargeBehind(
  stripe: Stripe,
  sourceId: string,
): Promise<{ charge: Stripe.Charge; part?: Part } | undefined> {
  const [kind] = sourceId.split('_');
  if (kind === 'ch' || kind === 'py') return { charge: await retrieveCharge(stripe, sourceId) };
  const part =
    kind === 're' || kind === 'pyr'
      ? await stripe.refunds.retrieve(sourceId)
      : kind === 'du' || kind === 'dp'
        ? await stripe.disputes.retrieve(sourceId)
        : undefined;
  const chargeId = idOf(part?.charge);
  return part && chargeId ? { charge: await retrieveCharge(stripe, chargeId), part } : undefined;
}

/**
 * What to write of a movement that no event told us of: its transfer, as the event would have booked it, and the gift
 * that it paid for. What is of no gift is booked under the account's owner.
 */
export async function explain(
  sources: Sources,
  owner: string,
  movement: Stripe.BalanceTransaction,
): Promise<Outcome> {
  const sourceId = idOf(movement.source);
  const behind = sourceId ? await chargeBehind(sources.stripe, sourceId) : undefined;
  const pledge = behind && (await pledgeOfCharge(sources, behind.charge));
  if (!pledge) return outcome(owner, { transfers: [transferOf(movement, { publisher: owner })] });
  const { charge, part } = behind;
  if (part)
    return outcome(pledge.publisher, {
      transfers: [transferOfPart(movement, originOf(pledge), charge, part)],
    });
  const gift = await giftOf(sources, pledge, charge);
  return outcome(pledge.publisher, {
    transfers: [transferOf(movement, originOf(pledge))],
    gifts: gift ? [gift] : [],
    closings: [{ pledgeId: pledge.id, status: 'complete' }],
  });
}

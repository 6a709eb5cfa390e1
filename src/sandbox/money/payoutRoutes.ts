import type { Stripe } from '../../ground/stripe.ts';
import { midnightFrom } from '../payments/balanceTransactions.ts';
import { onClock } from '../people/onClock.ts';
import { changesOf } from '../store/changesOf.ts';
import type { Work } from '../store/work.ts';
import { ApiError, invalidParameter } from '../wire/apiError.ts';
import { listRoute } from '../wire/listRoute.ts';
import {
  choice,
  currency,
  integerFrom,
  mergeMetadata,
  metadata,
  range,
  text,
  textUpTo,
  withoutEffect,
} from '../wire/parameters.ts';
import { getRoute, postRoute, type Route } from '../wire/route.ts';
import { payoutMinimum, payoutStep } from './automaticPayout.ts';
import { bankAccountOf, createPayout, type PayoutHidden, undoPayout } from './payouts.ts';
import { netOf, unpaidIn } from './unpaid.ts';

const path = '/v1/payouts';

function checkAmount(amount: number, given: string): void {
  const step = payoutStep(given);
  if (amount % step !== 0)
    throw invalidParameter(
      'amount',
      `Payouts in ${given} must be of whole units: an amount divisible by ${step}.`,
    );
  const least = payoutMinimum(given);
  if (amount < least)
    throw invalidParameter(
      'amount',
      `Payouts in ${given} must be of at least ${least}.`,
      'amount_too_small',
    );
}

/** @throws ApiError where less than that is available by the wall's time; money under a test clock is paid out by its time */
async function checkFunds(work: Work, amount: number, given: string): Promise<void> {
  if (netOf(await unpaidIn(work, given)) < amount)
    throw new ApiError({
      code: 'balance_insufficient',
      message:
        'You have insufficient funds in your Stripe account for this transfer. Your card balance is too low. You can use the /v1/balance endpoint to view your Stripe balance (for more details, see stripe.com/docs/api#balance).',
    });
}

/** Until midnight it can be called off; then the bank is told. */
function sendAtMidnight(work: Work, { id }: Stripe.Payout): void {
  work.schedule('payout.send', id, midnightFrom(work.at + 1));
}

/** A payout, and the work at the time by which it was made. @throws ApiError */
async function needPayout(wall: Work, id: string) {
  const payout = await wall.need('payout', id);
  const hidden = await wall.hiddenOf<PayoutHidden>(id);
  return { payout, work: await onClock(wall, hidden?.clock) };
}

async function cancel(wall: Work, id: string): Promise<Stripe.Payout> {
  const { payout, work } = await needPayout(wall, id);
  if (payout.automatic || payout.status !== 'pending')
    throw new ApiError({
      message: `Only manual payouts that are pending can be canceled; this one is ${payout.automatic ? 'automatic' : payout.status}.`,
    });
  payout.status = 'canceled';
  await undoPayout(work, payout, 'payout_cancel');
  work.save('payout', payout);
  work.emit('payout.canceled', payout);
  return payout;
}

async function reverse(
  wall: Work,
  id: string,
  notes: Record<string, string>,
): Promise<Stripe.Payout> {
  const { payout, work } = await needPayout(wall, id);
  if (payout.status !== 'paid' || payout.reversed_by || payout.original_payout)
    throw new ApiError({ message: 'Only payouts that are paid can be reversed, and only once.' });
  const { amount, currency: of, description } = payout;
  const facts = { amount: -amount, currency: of, automatic: false, description, metadata: notes };
  const reversal = createPayout(work, { ...facts, originalPayout: id });
  sendAtMidnight(work, reversal);
  const before = structuredClone(payout);
  payout.reversed_by = reversal.id;
  work.save('payout', payout);
  work.emit('payout.updated', payout, changesOf(before, payout));
  return reversal;
}

export const payoutRoutes: readonly Route[] = [
  postRoute(
    path,
    {
      amount: integerFrom(1),
      currency,
      description: textUpTo(1000).optional(),
      destination: text.optional(),
      metadata: metadata.optional(),
      source_type: choice('bank_account', 'card', 'fpx').optional(),
      statement_descriptor: textUpTo(22).optional(),
      ...withoutEffect('method', 'payout_method'),
    },
    async (work, given) => {
      checkAmount(given.amount, given.currency);
      if (given.destination && given.destination !== bankAccountOf(work, given.currency))
        throw invalidParameter(
          'destination',
          `No such external account: '${given.destination}'`,
          'resource_missing',
        );
      await checkFunds(work, given.amount, given.currency);
      const payout = createPayout(work, {
        amount: given.amount,
        currency: given.currency,
        automatic: false,
        description: given.description ?? null,
        metadata: mergeMetadata(null, given.metadata),
        statementDescriptor: given.statement_descriptor,
      });
      sendAtMidnight(work, payout);
      return payout;
    },
  ),
  getRoute(`${path}/:id`, {}, (work, _given, { path: { id } }) => work.need('payout', id!)),
  postRoute(`${path}/:id`, { metadata: metadata.optional() }, async (wall, given, call) => {
    const { payout, work } = await needPayout(wall, call.path.id!);
    const before = structuredClone(payout);
    payout.metadata = mergeMetadata(payout.metadata, given.metadata);
    work.save('payout', payout);
    work.emit('payout.updated', payout, changesOf(before, payout));
    return payout;
  }),
  postRoute(`${path}/:id/cancel`, {}, (work, _given, { path: { id } }) => cancel(work, id!)),
  postRoute(`${path}/:id/reverse`, { metadata: metadata.optional() }, (work, given, call) =>
    reverse(work, call.path.id!, mergeMetadata(null, given.metadata)),
  ),
  listRoute(path, 'payout', {
    shape: {
      arrival_date: range.optional(),
      destination: text.optional(),
      status: choice('canceled', 'failed', 'in_transit', 'paid', 'pending').optional(),
    },
    facts: ['destination', 'status'],
    query: ({ arrival_date: arrivalDate }) => ({ arrivalDate }),
  }),
];

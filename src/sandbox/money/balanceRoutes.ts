import type { Stripe } from '../../ground/stripe.ts';
import { asOf } from '../payments/balanceTransactions.ts';
import { hiddenRefOf } from '../store/refs.ts';
import type { Work } from '../store/work.ts';
import { invalidParameter } from '../wire/apiError.ts';
import { listRoute } from '../wire/listRoute.ts';
import { currency, text } from '../wire/parameters.ts';
import { getRoute, type Route } from '../wire/route.ts';
import { readBalance } from './balance.ts';

/** The transactions of an automatic payout; of manual ones Stripe cannot say what they are made of. @throws ApiError */
async function paidOutBy(work: Work, id: string): Promise<string> {
  const { automatic } = await work.need('payout', id, 'payout');
  if (!automatic)
    throw invalidParameter(
      'payout',
      'Balance transaction history can only be filtered on automatic transfers, not manual.',
    );
  return hiddenRefOf('payout', id);
}

const transactions = '/v1/balance_transactions';

export const balanceRoutes: readonly Route[] = [
  getRoute('/v1/balance', {}, (work) => readBalance(work)),
  getRoute(`${transactions}/:id`, {}, async (work, _given, { path }) =>
    asOf(await work.need('balance_transaction', path.id!), work.at),
  ),
  listRoute(transactions, 'balance_transaction', {
    shape: {
      currency: currency.optional(),
      payout: text.optional(),
      source: text.optional(),
      type: text.optional(),
    },
    facts: ['currency', 'source', 'type'],
    query: async ({ payout }, work) => ({ all: payout ? [await paidOutBy(work, payout)] : [] }),
    dress: async (work, data) =>
      (data as Stripe.BalanceTransaction[]).map((transaction) => asOf(transaction, work.at)),
  }),
];

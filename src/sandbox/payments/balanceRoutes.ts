import { toInteger } from '../../ground/sql.ts';
import type { Stripe } from '../../ground/stripe.ts';
import { hiddenRefOf } from '../store/refs.ts';
import type { Work } from '../store/work.ts';
import { listRoute } from '../wire/listRoute.ts';
import { currency, text } from '../wire/parameters.ts';
import { getRoute, type Route } from '../wire/route.ts';
import { asOf } from './balanceTransactions.ts';

type Funds = Stripe.Balance['available'];

/** The balance is the sum of its transactions: what is available by now, and what is not yet. */
async function readBalance(work: Work): Promise<Stripe.Balance> {
  const { rows } = await work.db.query<{ currency: string; available: string; pending: string }>(
    `select body->>'currency' as currency,
       coalesce(sum((body->>'net')::bigint) filter (where (body->>'available_on')::bigint <= $2), 0) as available,
       coalesce(sum((body->>'net')::bigint) filter (where (body->>'available_on')::bigint > $2), 0) as pending
     from sandbox_object where account = $1 and type = 'balance_transaction'
     group by 1 order by 1`,
    [work.account, work.at],
  );
  const funds = (name: 'available' | 'pending'): Funds =>
    rows.map((row) => {
      const amount = toInteger(row[name]);
      return { amount, currency: row.currency, source_types: { card: amount } };
    });
  return {
    object: 'balance',
    available: funds('available'),
    livemode: false,
    pending: funds('pending'),
  };
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
    query: ({ payout }) => ({ all: payout ? [hiddenRefOf('payout', payout)] : [] }),
    dress: async (work, data) =>
      (data as Stripe.BalanceTransaction[]).map((transaction) => asOf(transaction, work.at)),
  }),
];

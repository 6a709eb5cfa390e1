import type { Stripe } from '../../ground/stripe.ts';
import type { Work } from '../store/work.ts';

type Funds = Stripe.Balance['available'];

const currencyAfter = (bound: string) => `(
  select body::json->>'currency' from sandbox_object
  where account = $1 and type = 'balance_transaction' and ${bound}
  order by body::json->>'currency' limit 1)`;

/**
 * Transactions that are in no payout yet, and the currencies that the account ever had money in: from one to the next in
 * the order of their index, as asking for each of all would read every transaction for those it never had.
 */
async function readFunds({ db, account }: Work): Promise<{ unpaid: string[]; had: string[] }> {
  const { rows } = await db.query<{ unpaid: string[]; had: string[] }>(
    `with recursive had as (
       select ${currencyAfter("body::json->>'currency' is not null")} as currency
       union all
       select ${currencyAfter("body::json->>'currency' > had.currency")} from had
       where had.currency is not null
     ) select array(
       select id from sandbox_object where account = $1 and type = 'balance_transaction'
         and refs @> '{~paid_out:false}'::text[]
     ) as unpaid, array(select currency from had where currency is not null) as had`,
    [account],
  );
  return rows[0]!;
}

/** What time it is for a transaction: that of its clock. */
async function timeOf(work: Work, transaction: string): Promise<number> {
  const clock = (await work.hiddenOf<{ clock: string | null }>(transaction))?.clock ?? null;
  if (clock === work.clock) return work.at;
  return clock === null
    ? 0
    : ((await work.find('test_helpers.test_clock', clock))?.frozen_time ?? 0);
}

/**
 * The balance is the sum of its transactions, of which those of a payout are nothing together: what is available by now,
 * and what is not yet, each by the time of its own clock. By the time of another clock than the work's own it is as it was
 * when that clock last passed a midnight.
 */
export async function readBalance(work: Work): Promise<Stripe.Balance> {
  await work.flush();
  const { unpaid, had } = await readFunds(work);
  const sums = new Map(had.sort().map((currency) => [currency, { available: 0, pending: 0 }]));
  for (const object of (await work.findAny(unpaid)).values()) {
    const { id, currency, net, status, available_on } = object as Stripe.BalanceTransaction;
    const isThere = status === 'available' || available_on <= (await timeOf(work, id));
    sums.get(currency)![isThere ? 'available' : 'pending'] += net;
  }
  const funds = (name: 'available' | 'pending'): Funds =>
    [...sums].map(([currency, { [name]: amount }]) => ({
      amount,
      currency,
      source_types: { card: amount },
    }));
  return {
    object: 'balance',
    available: funds('available'),
    livemode: false,
    pending: funds('pending'),
  };
}

/** Tells that money has become available. */
export async function tellAvailable(work: Work): Promise<void> {
  work.emit('balance.available', await readBalance(work));
}

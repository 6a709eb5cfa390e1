import { toInteger } from '../../ground/sql.ts';
import type { Stripe } from '../../ground/stripe.ts';
import type { Work } from '../store/work.ts';
import { settledCurrencies } from './exchange.ts';

type Funds = Stripe.Balance['available'];

/**
 * The balance is the sum of its transactions, of which those of a payout are nothing together: what is available by now,
 * and what is not yet, each by the time of its own clock. By the time of another clock than the work's own it is as it was
 * when that clock last passed a midnight.
 */
export async function readBalance(work: Work): Promise<Stripe.Balance> {
  await work.flush();
  const { rows } = await work.db.query<{ currency: string; available: string; pending: string }>(
    `select s.currency, coalesce(sum(net) filter (where is_available), 0) as available,
       coalesce(sum(net) filter (where not is_available), 0) as pending
     from unnest($4::text[]) as s (currency) left join (
       select t.body->>'currency' as currency, (t.body->>'net')::bigint as net,
         t.body->>'status' = 'available' or (t.body->>'available_on')::bigint <= case
           when t.hidden->>'clock' is not distinct from $3::text then $2::bigint
           else coalesce((c.body->>'frozen_time')::bigint, 0) end as is_available
       from sandbox_object t
       left join sandbox_object c on c.account = t.account and c.id = t.hidden->>'clock'
       where t.account = $1 and t.type = 'balance_transaction'
         and t.refs @> '{~paid_out:false}'::text[]
     ) as funds on funds.currency = s.currency
     where net is not null or exists (
       select 1 from sandbox_object o where o.account = $1 and o.type = 'balance_transaction'
         and o.body->>'currency' = s.currency
     ) group by 1 order by 1`,
    [work.account, work.at, work.clock, settledCurrencies],
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

/** Tells that money has become available. */
export async function tellAvailable(work: Work): Promise<void> {
  work.emit('balance.available', await readBalance(work));
}

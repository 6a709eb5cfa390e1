import type { Stripe } from '../../ground/stripe.ts';
import { hiddenRefOf, refOf } from '../store/refs.ts';
import type { Work } from '../store/work.ts';

/** What is available by the work's clock in a currency and is in no payout yet, oldest first. */
export async function unpaidIn(work: Work, currency: string): Promise<Stripe.BalanceTransaction[]> {
  await work.flush();
  const refs = [refOf('currency', currency), hiddenRefOf('clock', work.clock ?? 'none')];
  const { rows } = await work.db.query<{ id: string }>(
    `select id from sandbox_object where account = $1 and type = 'balance_transaction'
       and refs @> '{~paid_out:false}'::text[] and refs @> $2::text[] and (body::json->>'available_on')::bigint <= $3
     order by created, seq`,
    [work.account, refs, work.at],
  );
  const found = await work.findAny(rows.map(({ id }) => id));
  return rows.map(({ id }) => found.get(id) as Stripe.BalanceTransaction);
}

export const netOf = (transactions: readonly Stripe.BalanceTransaction[]): number =>
  transactions.reduce((sum, { net }) => sum + net, 0);

/** Puts transactions into a payout. */
export function markPaidOut(
  work: Work,
  transactions: readonly Stripe.BalanceTransaction[],
  payout: string,
): void {
  for (const transaction of transactions)
    work.save('balance_transaction', transaction, {
      refs: { clock: work.clock ?? 'none', paid_out: true, payout },
    });
}

import type { Stripe } from '../../ground/stripe.ts';
import type { TransactionHidden } from '../payments/balanceTransactions.ts';
import { hiddenRefOf } from '../store/refs.ts';
import { moveTimers } from '../store/timerTable.ts';
import type { Work } from '../store/work.ts';

/** Money outlives the test clock under which it moved: what is still to happen to it happens by the wall's time. */
export async function leaveClock(work: Work, clock: string): Promise<void> {
  await moveTimers(work.db, work.account, clock, [
    'dispute.expire',
    'payout.arrive',
    'payout.make',
    'refund.settle',
  ]);
  const ofClock = hiddenRefOf('clock', clock);
  const unpaid = { all: [ofClock, hiddenRefOf('paid_out', false)], limit: 100 };
  for (;;) {
    const { data } = await work.list('balance_transaction', unpaid);
    if (data.length === 0) return;
    for (const transaction of data as Stripe.BalanceTransaction[])
      work.save('balance_transaction', transaction, {
        hidden: { clock: null } satisfies TransactionHidden,
        refs: { clock: 'none', paid_out: false },
      });
  }
}

import { exponentOf } from '../../ground/money.ts';
import type { Stripe } from '../../ground/stripe.ts';
import { moveBalance } from '../payments/balanceTransactions.ts';
import type { Work } from '../store/work.ts';
import { tellAvailable } from './balance.ts';
import { createPayout, sendPayout } from './payouts.ts';
import { markPaidOut, netOf, unpaidIn } from './unpaid.ts';

/** Charged with two decimals, paid out in whole units. https://docs.stripe.com/currencies#special-cases */
const wholeUnits = new Set(['huf', 'twd']);

/** Banks move no part of so many minor units. */
export const payoutStep = (currency: string): number => (wholeUnits.has(currency) ? 100 : 1);

/** The least that is paid out: one unit of the currency. */
export const payoutMinimum = (currency: string): number => 10 ** exponentOf(currency);

/** What was pending has become available, and is told of where it is money to have. */
async function becomeAvailable(
  work: Work,
  transactions: readonly Stripe.BalanceTransaction[],
): Promise<void> {
  const fresh = transactions.filter(({ status }) => status === 'pending');
  for (const transaction of fresh) {
    transaction.status = 'available';
    work.save('balance_transaction', transaction);
  }
  if (netOf(fresh) > 0) await tellAvailable(work);
}

/** What the bank cannot move stays for the next payout: held from this one, released to that. */
function holdRest(work: Work, rest: number, currency: string, payout: string): void {
  if (rest === 0) return;
  const facts = { currency, source: payout, description: null, availableOn: work.at };
  const hold = 'payout_minimum_balance_hold';
  moveBalance(work, { ...facts, amount: -rest, type: hold, reportingCategory: hold, payout });
  const release = 'payout_minimum_balance_release';
  moveBalance(work, { ...facts, amount: rest, type: release, reportingCategory: release });
}

/**
 * The automatic payout of a midnight: all that is available by then in a currency, by the work's clock. Too little, or
 * less than nothing, waits for the next money to come.
 */
export async function payOut(work: Work, currency: string): Promise<void> {
  const transactions = await unpaidIn(work, currency);
  await becomeAvailable(work, transactions);
  const net = netOf(transactions);
  const rest = net % payoutStep(currency);
  if (net - rest < payoutMinimum(currency)) return;
  const payout = createPayout(work, {
    amount: net - rest,
    currency,
    automatic: true,
    description: 'STRIPE PAYOUT',
    metadata: {},
  });
  markPaidOut(work, transactions, payout.id);
  holdRest(work, rest, currency, payout.id);
  sendPayout(work, payout);
  payout.reconciliation_status = 'completed';
  work.save('payout', payout);
  work.emit('payout.reconciliation_completed', payout);
}

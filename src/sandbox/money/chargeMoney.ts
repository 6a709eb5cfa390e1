import type { Stripe } from '../../ground/stripe.ts';
import type { TransactionHidden } from '../payments/balanceTransactions.ts';
import { type TestCard, testCardOf } from '../payments/testCards.ts';
import { onClock } from '../people/onClock.ts';
import type { PaymentMethodHidden } from '../people/paymentMethods.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';

/** What a charge brought onto the balance. */
export const transactionOf = (
  work: Work,
  charge: Stripe.Charge,
): Promise<Stripe.BalanceTransaction> =>
  work.need('balance_transaction', idOf(charge.balance_transaction)!);

/** The work at the time by which the charge was made: the wall's, or its test clock's. */
export async function onClockOfCharge(work: Work, charge: Stripe.Charge): Promise<Work> {
  const transaction = idOf(charge.balance_transaction);
  const hidden = transaction && (await work.hiddenOf<TransactionHidden>(transaction));
  return hidden ? onClock(work, hidden.clock) : work;
}

/** The test card that was charged, which says what becomes of the charge. */
export async function cardCharged(
  work: Work,
  charge: Stripe.Charge,
): Promise<TestCard | undefined> {
  const hidden = await work.hiddenOf<PaymentMethodHidden>(charge.payment_method ?? '');
  return hidden && testCardOf(hidden.number);
}

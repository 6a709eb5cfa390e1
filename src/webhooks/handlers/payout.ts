import { outcome } from '../../checkout/outcome.ts';
import { readingTime } from '../../giving/giftStore.ts';
import type { Stripe } from '../../ground/stripe.ts';
import { payoutOf } from '../../ledger/payout.ts';
import { wasPaidSince } from '../../ledger/payoutStore.ts';
import { transferOf } from '../../ledger/transfer.ts';
import type { Handler } from '../handler.ts';

/** Money is on its way to the bank, is there, or came back. What it was made of is checked by the reconciliation. */
export const payout: Handler = async (id, { stripe, db }, { publisher }) => {
  const readAt = await readingTime(db);
  const found = await stripe.payouts.retrieve(id, {
    expand: ['balance_transaction', 'failure_balance_transaction'],
  });
  const movements = [found.balance_transaction, found.failure_balance_transaction].filter(
    (one): one is Stripe.BalanceTransaction => typeof one === 'object' && one !== null,
  );
  const made = payoutOf(found, publisher, readAt);
  return outcome(publisher, {
    transfers: movements.map((movement) => transferOf(movement, { publisher })),
    payouts: [made],
    incidents: [
      {
        kind: 'payout_failed',
        subject: id,
        publisher,
        isOpen:
          found.status === 'failed' &&
          !(await wasPaidSince(db, {
            publisher,
            currency: found.currency,
            createdAt: made.createdAt,
          })),
        detail: { amount: found.amount, currency: found.currency, code: found.failure_code },
        readAt,
      },
    ],
  });
};

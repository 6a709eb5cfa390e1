import { outcome } from '../../checkout/outcome.ts';
import { readingTime } from '../../giving/giftStore.ts';
import type { Handler } from '../handler.ts';

/** A direct debit mandate changed: one that is gone means that the next renewal will fail. */
export const mandate: Handler = async (id, { stripe, db }, { publisher }) => {
  const readAt = await readingTime(db);
  const found = await stripe.mandates.retrieve(id);
  return outcome(publisher, {
    incidents: [
      {
        kind: 'mandate_lost',
        subject: id,
        publisher,
        isOpen: found.status === 'inactive',
        detail: { method: found.payment_method_details.type },
        readAt,
      },
    ],
  });
};

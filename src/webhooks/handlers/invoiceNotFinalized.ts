import { outcome } from '../../checkout/outcome.ts';
import { pledgeOf } from '../../checkout/readPayment.ts';
import { giftIdOf } from '../../giving/gift.ts';
import { readingTime } from '../../giving/giftStore.ts';
import { type Handler, notOurs } from '../handler.ts';

/** Stripe could not finish an invoice: a period stays unpaid until somebody mends the cause. */
export const invoiceNotFinalized: Handler = async (id, { stripe, db }) => {
  const readAt = await readingTime(db);
  const found = await stripe.invoices.retrieve(id);
  const pledge = await pledgeOf(db, found.parent?.subscription_details?.metadata);
  if (!pledge) return notOurs;
  return outcome(pledge.publisher, {
    incidents: [
      {
        kind: 'invoice_not_finalized',
        subject: id,
        publisher: pledge.publisher,
        giftId: giftIdOf(pledge.id),
        isOpen: found.last_finalization_error !== null && found.status === 'draft',
        detail: { code: found.last_finalization_error?.code },
        readAt,
      },
    ],
  });
};

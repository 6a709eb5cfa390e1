import { outcome } from '../../checkout/outcome.ts';
import { pledgeOfCharge, retrieveCharge } from '../../checkout/readPayment.ts';
import { giftIdOf } from '../../giving/gift.ts';
import { readingTime } from '../../giving/giftStore.ts';
import { type Handler, idOf, notOurs } from '../handler.ts';

/** A card network says that a gift was paid with a stolen card. While that can still be acted on, staff must see it. */
export const fraudWarning: Handler = async (id, sources) => {
  const readAt = await readingTime(sources.db);
  const found = await sources.stripe.radar.earlyFraudWarnings.retrieve(id);
  const charge = await retrieveCharge(sources.stripe, idOf(found.charge)!);
  const pledge = await pledgeOfCharge(sources, charge);
  if (!pledge) return notOurs;
  return outcome(pledge.publisher, {
    incidents: [
      {
        kind: 'fraud_warning',
        subject: id,
        publisher: pledge.publisher,
        giftId: giftIdOf(pledge.id),
        isOpen: found.actionable,
        detail: { charge: charge.id, amount: charge.amount, currency: charge.currency },
        readAt,
      },
    ],
  });
};

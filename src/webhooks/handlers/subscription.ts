import { outcome } from '../../checkout/outcome.ts';
import { pledgeOf } from '../../checkout/readPayment.ts';
import { recurringGift } from '../../giving/gift.ts';
import { readingTime } from '../../giving/giftStore.ts';
import { type Handler, notOurs } from '../handler.ts';

/** Something about a monthly or annual gift changed: go and look what. */
export const subscription: Handler = async (id, { stripe, db }) => {
  const readAt = await readingTime(db);
  const found = await stripe.subscriptions.retrieve(id);
  const pledge = await pledgeOf(db, found.metadata);
  return pledge
    ? outcome(pledge.publisher, { gifts: [recurringGift(pledge, found, readAt)] })
    : notOurs;
};

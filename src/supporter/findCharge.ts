import type { Gift } from '../giving/gift.ts';
import { giftsOfCustomers } from '../giving/giftStore.ts';
import { instantOf, plusDays } from '../ground/calendar.ts';
import { toUnixSeconds } from '../ground/clock.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Database } from '../ground/sql.ts';
import type { Stripe } from '../ground/stripe.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import { asProblem } from '../ground/stripeProblem.ts';
import type { ChargeClue } from './chargeForm.ts';

/** A charge, with the gift that it was for. */
export interface FoundCharge {
  readonly charge: Stripe.Charge;
  readonly gift: Gift;
}

// Banks book a charge some days after it was made, never before; the other day is for clocks elsewhere.
const daysBefore = 5;
const daysAfter = 1;

/** Finds a charge by what a statement says of it: one question to Stripe, whatever there is to be found. */
export function createFindCharge({ db, accounts }: { db: Database; accounts: StripeAccounts }) {
  async function giftOf(publisher: Publisher, charge: Stripe.Charge): Promise<Gift | undefined> {
    const customer = typeof charge.customer === 'string' ? charge.customer : charge.customer?.id;
    if (!customer) return undefined;
    const gifts = await giftsOfCustomers(db, publisher.id, [customer]);
    const intent =
      typeof charge.payment_intent === 'string' ? charge.payment_intent : charge.payment_intent?.id;
    return (
      gifts.find(({ paymentIntentId }) => paymentIntentId !== null && paymentIntentId === intent) ??
      gifts.find(({ subscriptionId }) => subscriptionId !== null)
    );
  }

  return {
    /** @throws Problem where Stripe cannot be asked */
    async byClue(publisher: Publisher, clue: ChargeClue): Promise<FoundCharge | undefined> {
      const { amount, day, last4 } = clue;
      const secondOf = (days: number) =>
        toUnixSeconds(instantOf(plusDays(day, days), 0, publisher.timeZone));
      const query = [
        `amount:${amount}`,
        `currency:"${publisher.currency}"`,
        `payment_method_details.card.last4:"${last4}"`,
        'status:"succeeded"',
        `created>=${secondOf(-daysBefore)}`,
        `created<${secondOf(daysAfter + 1)}`,
      ].join(' AND ');
      try {
        const { stripe } = accounts.of(publisher.id);
        const { data } = await stripe.charges.search({ query, limit: 20 });
        // Of several the one that is not given back yet, and then the newest.
        const wanted = [...data].sort((a, b) => Number(a.refunded) - Number(b.refunded));
        for (const charge of wanted) {
          const gift = await giftOf(publisher, charge);
          if (gift) return { charge, gift };
        }
        return undefined;
      } catch (error) {
        throw asProblem(error);
      }
    },

    /** The same charge as it stands now. */
    async byId(publisher: Publisher, id: string): Promise<FoundCharge | undefined> {
      try {
        const charge = await accounts.of(publisher.id).stripe.charges.retrieve(id);
        const gift = await giftOf(publisher, charge);
        return gift && { charge, gift };
      } catch (error) {
        throw asProblem(error);
      }
    },
  };
}

export type FindCharge = ReturnType<typeof createFindCharge>;

import { forgetGivers, giftsOfCustomers } from '../giving/giftStore.ts';
import { parseAddress } from '../ground/address.ts';
import { createSecrets } from '../ground/secrets.ts';
import { stripeErrors } from '../ground/stripe.ts';
import { createReminders } from '../reminders/reminders.ts';
import { createChangeGift } from '../supporter/changeGift.ts';
import { cutBodiesThatSpeakOf } from '../webhooks/cutBodies.ts';
import { createEventBodies } from '../webhooks/eventBodies.ts';
import type { House } from './verb.ts';

export interface Erased {
  readonly customers: number;
  readonly gifts: number;
  readonly reminders: number;
  readonly eventBodies: number;
}

const isGone = (error: unknown) =>
  error instanceof stripeErrors.StripeInvalidRequestError && error.code === 'resource_missing';

/**
 * Erases a person: what they give ends, their customers at Stripe are deleted, and nothing here leads to them. The books
 * stay, with the gift's id as the only name. May be repeated, as after an error in the middle.
 */
export async function eraseReader(house: House, email: string): Promise<Erased> {
  const { db, clock, accounts, publishers, appSecret } = house;
  const address = parseAddress(email);
  if (!address) throw new Error('that is no e-mail address');
  const changeGift = createChangeGift({ db, accounts, clock });
  const customers: string[] = [];
  let gifts = 0;
  for (const { id: publisher } of publishers.values()) {
    const { stripe } = accounts.of(publisher);
    for await (const customer of stripe.customers.list({ email: address, limit: 100 })) {
      const given = await giftsOfCustomers(db, publisher, [customer.id]);
      for (const gift of given)
        if (gift.subscriptionId && gift.status !== 'ended') {
          await stripe.subscriptions.cancel(gift.subscriptionId).catch((error: unknown) => {
            if (!isGone(error)) throw error;
          });
          // Looks at it anew and finds that it has ended; where that fails, Stripe's news of it says the same.
          await changeGift(gift, { ends: true }).catch(() => undefined);
        }
      await stripe.customers.del(customer.id);
      await db.transaction((tx) =>
        forgetGivers(
          tx,
          given.map(({ id }) => id),
          clock.now(),
        ),
      );
      customers.push(customer.id);
      gifts += given.length;
    }
  }
  const secrets = createSecrets(appSecret);
  const reminders = createReminders({ db, clock, secrets });
  const bodies = createEventBodies(secrets);
  return {
    customers: customers.length,
    gifts,
    reminders: await reminders.erase(address),
    eventBodies: await cutBodiesThatSpeakOf(db, bodies, [address, ...customers]),
  };
}

import { forgetCustomer } from '../giving/forgottenCustomer.ts';
import type { Gift } from '../giving/gift.ts';
import { forgetGivers, giftsOfCustomers } from '../giving/giftStore.ts';
import { parseAddress } from '../ground/address.ts';
import { Problem } from '../ground/problem.ts';
import { type Stripe, stripeErrors } from '../ground/stripe.ts';
import { createReminders } from '../reminders/reminders.ts';
import { createChangeGift } from '../supporter/changeGift.ts';
import { cutBodiesThatSpeakOf } from '../webhooks/cutBodies.ts';
import { createEventBodies } from '../webhooks/eventBodies.ts';
import type { House } from './verb.ts';

/** How much there is of a person. */
export interface Found {
  readonly customers: number;
  readonly gifts: number;
  readonly reminders: number;
}

export interface Erased extends Found {
  readonly eventBodies: number;
}

interface Person {
  readonly addresses: readonly string[];
  readonly customers: readonly { readonly id: string; readonly stripe: Stripe }[];
  readonly gifts: readonly Gift[];
}

/** Whether Stripe says that there is no such thing: then it was done before. */
const isGone = (error: unknown) =>
  error instanceof stripeErrors.StripeInvalidRequestError && error.code === 'resource_missing';
const unlessGone = (error: unknown) => {
  if (!isGone(error)) throw error;
};

/** What to tell of an error in the middle. */
const brokenOff = (error: unknown): unknown =>
  error instanceof stripeErrors.StripeError
    ? new Problem('payment_provider_unavailable', {
        detail: 'Stripe did not do it. What is not erased yet will be found again: try once more.',
        cause: error,
      })
    : error;

/** Who gives by an address, in every account: as it was typed, and in small letters, since Stripe looks for it letter by letter. */
async function findPerson({ accounts, publishers, db }: House, email: string): Promise<Person> {
  const address = parseAddress(email);
  if (!address)
    throw new Problem('invalid_request', {
      detail: 'That is no e-mail address: nothing was done.',
    });
  const addresses = [...new Set([address, address.toLowerCase()])];
  const customers: { id: string; stripe: Stripe }[] = [];
  for (const { stripe } of accounts.all())
    for (const one of addresses)
      for await (const { id } of stripe.customers.list({ email: one, limit: 100 }))
        customers.push({ id, stripe });
  const ids = customers.map(({ id }) => id);
  const gifts: Gift[] = [];
  // Publishers may share an account: a customer of it may give to any of them.
  for (const publisher of publishers.keys())
    gifts.push(...(await giftsOfCustomers(db, publisher, ids)));
  return { addresses, customers, gifts };
}

/** How much would be erased of a person. Changes nothing. @throws Problem invalid_request, payment_provider_unavailable */
export async function findReader(house: House, email: string): Promise<Found> {
  const { db, clock, secrets } = house;
  const { addresses, customers, gifts } = await findPerson(house, email).catch((error: unknown) => {
    throw brokenOff(error);
  });
  const reminders = createReminders({ db, clock, secrets });
  return {
    customers: customers.length,
    gifts: gifts.length,
    reminders: await reminders.countOf(addresses[0]!),
  };
}

/** Ends what somebody gives, at Stripe and here. */
async function endGift({ db, accounts, clock }: House, gift: Gift): Promise<void> {
  if (!gift.subscriptionId || gift.status === 'ended') return;
  const { stripe } = accounts.of(gift.publisher);
  await stripe.subscriptions.cancel(gift.subscriptionId).catch(unlessGone);
  // Looks at it anew and finds that it has ended; where that fails, Stripe's news of it says the same.
  const changeGift = createChangeGift({ db, accounts, clock });
  await changeGift(gift, { ends: true }).catch(() => undefined);
}

/**
 * Erases a person: what they give ends, nothing here leads to them, and their customers at Stripe are deleted. The books
 * stay, with the gift's id as the only name. Stripe is asked first and deletes last: whatever breaks off in the middle,
 * the person is found again, and another run finishes. @throws Problem invalid_request, payment_provider_unavailable
 */
export async function eraseReader(house: House, email: string): Promise<Erased> {
  const { db, clock, secrets } = house;
  try {
    const { addresses, customers, gifts } = await findPerson(house, email);
    for (const gift of gifts) await endGift(house, gift);
    const ids = customers.map(({ id }) => id).sort();
    await db.transaction(async (tx) => {
      // The customer's lock before any gift, as whoever makes a gift takes them: the other way round both would wait.
      for (const id of ids) await forgetCustomer(tx, id, clock.now());
      const giftIds = gifts.map(({ id }) => id);
      await forgetGivers(tx, giftIds, clock.now());
    });
    const reminders = createReminders({ db, clock, secrets });
    const erased = {
      customers: ids.length,
      gifts: gifts.length,
      reminders: await reminders.erase(addresses[0]!),
      eventBodies: await cutBodiesThatSpeakOf(db, createEventBodies(secrets), [
        ...addresses,
        ...ids,
      ]),
    };
    for (const { id, stripe } of customers) await stripe.customers.del(id).catch(unlessGone);
    return erased;
  } catch (error) {
    throw brokenOff(error);
  }
}

import type { Stripe } from '../ground/stripe.ts';
import type { Life } from './life.ts';

/** A gift for which a Checkout Session is to be opened. */
export interface WantedGift extends Pick<Life, 'number' | 'frequency' | 'amount' | 'currency'> {
  /** The customer, who lives by the year's test clock. */
  readonly customer: string;
}

/** Opens a session for a gift: by itself, or as the service does that the year is played for. */
export type OpenCheckout = (gift: WantedGift) => Promise<Stripe.Checkout.Session>;

/** What deeds work on. */
export interface World {
  readonly stripe: Stripe;
  readonly openCheckout: OpenCheckout;
  /** The test clock's id. */
  readonly clock: string;
}

/** A supporter once they have given. */
export interface Supporter {
  readonly life: Life;
  readonly customer: string;
  readonly subscription: string | null;
}

const idOf = (value: string | { id: string } | null): string | null =>
  typeof value === 'string' ? value : (value?.id ?? null);

/** Gives for the first time: a customer by the year's clock, a session, and its page. */
export async function giveFirst(world: World, life: Life, pay: Pay): Promise<Supporter> {
  const { stripe, openCheckout, clock } = world;
  const customer = await stripe.customers.create({
    test_clock: clock,
    email: `supporter-${life.number}@example.org`,
  });
  const session = await openCheckout({ ...life, customer: customer.id });
  await pay(session.url!, life.cards);
  const { subscription } = await stripe.checkout.sessions.retrieve(session.id);
  return { life, customer: customer.id, subscription: idOf(subscription) };
}

export type Pay = (page: string, cards: readonly string[]) => Promise<void>;

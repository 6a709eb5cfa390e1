import type { Outcome } from '../checkout/outcome.ts';
import type { Sources } from '../checkout/readPayment.ts';

/** What an event came to: something to write, or a reason why there is nothing. */
export type Result = Outcome | { readonly ignored: string };

/** What is known of an event besides the id of its object. */
export interface About {
  /** Whose account it came from: what is of no gift, such as a payout, is booked there. */
  readonly publisher: string;
}

/**
 * Handles one kind of event. The event is a knock on the door: a handler takes the id from it and asks Stripe what is
 * so now, hence the order and number of deliveries make no difference. It writes nothing itself.
 */
export type Handler = (objectId: string, sources: Sources, about: About) => Promise<Result>;

export const notOurs: Result = { ignored: 'it is not about a gift made here' };

/** For news that changes nothing here, and why. */
export const acknowledge =
  (because: string): Handler =>
  async () => ({ ignored: because });

export const idOf = (value: string | { id: string } | null | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.id;

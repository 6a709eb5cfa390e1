import type { Frequency } from '../ground/publisher.ts';

export type PledgeStatus = 'open' | 'complete' | 'expired';

/** What a reader means to give, before and after Stripe's page. */
export interface Pledge {
  readonly id: string;
  readonly publisher: string;
  readonly readerTag: string | null;
  readonly frequency: Frequency;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly returnUrl: string | null;
  readonly locale: string | null;
  readonly campaign: string | null;
  readonly variant: string | null;
  readonly requestKey: string | null;
  /** Rises when Stripe refused for good: its idempotency key replays the refusal. */
  readonly attempt: number;
  readonly status: PledgeStatus;
  readonly sessionId: string | null;
  readonly sessionUrl: string | null;
  readonly createdAt: Date;
  readonly keyShownAt: Date | null;
}

export type NewPledge = Omit<
  Pledge,
  'attempt' | 'status' | 'sessionId' | 'sessionUrl' | 'keyShownAt'
>;

/** The facts that must be the same when a request is repeated under its key. */
export const samePledge = (a: NewPledge, b: NewPledge): boolean =>
  a.publisher === b.publisher &&
  a.frequency === b.frequency &&
  a.amount === b.amount &&
  a.currency === b.currency &&
  a.readerTag === b.readerTag;

/** Metadata on everything we make at Stripe: how news of it finds its way back. No personal datum. */
export const pledgeMetadata = (pledge: Pick<Pledge, 'id' | 'publisher' | 'frequency'>) => ({
  smallfavor_pledge: pledge.id,
  smallfavor_publisher: pledge.publisher,
  smallfavor_frequency: pledge.frequency,
});

/** The pledge that Stripe's metadata speaks of, or undefined where the object is not of our making. */
export const pledgeIdIn = (
  metadata: Record<string, string> | null | undefined,
): string | undefined => metadata?.smallfavor_pledge || undefined;

import type Stripe from 'stripe';
import { afterAll, beforeAll } from 'vitest';
import { type StripeStandIn, startStripeStandIn } from '../harness/stripeStandIn.ts';

export interface GivenSandbox {
  readonly url: string;
  /** Stripe's own client, as it comes from npm. Each name is an account of its own. */
  client(account: string, config?: Stripe.StripeConfig): Stripe;
}

/** A sandbox that delivers, for the tests of this file; call what it returns inside tests and hooks only. */
export function givenSandbox(): () => GivenSandbox {
  let standIn: StripeStandIn | undefined;
  beforeAll(async () => {
    standIn = await startStripeStandIn();
  });
  afterAll(() => standIn?.stop());
  return () => ({
    url: standIn!.url,
    client: (account, config) => standIn!.client(secretKeyOf(account), config),
  });
}

/** The key of a sandbox account. */
export const secretKeyOf = (account: string): string => `sk_test_judges_${account}`;

import type { Gift } from '../giving/gift.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';

/** The address of who gave, asked of Stripe at the moment of writing: we keep none. */
export async function addressOf(accounts: StripeAccounts, gift: Gift): Promise<string | undefined> {
  if (!gift.customerId) return undefined;
  const customer = await accounts.of(gift.publisher).stripe.customers.retrieve(gift.customerId);
  return customer.deleted ? undefined : (customer.email ?? undefined);
}

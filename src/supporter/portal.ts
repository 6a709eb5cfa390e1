import type { Gift } from '../giving/gift.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import { tokenHash } from '../ground/secrets.ts';
import type { Stripe } from '../ground/stripe.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import { asProblem } from '../ground/stripeProblem.ts';

// Amounts are not changed there: the portal knows fixed prices only. https://docs.stripe.com/customer-management/configure-portal
const features: Stripe.BillingPortal.ConfigurationCreateParams.Features = {
  payment_method_update: { enabled: true },
  invoice_history: { enabled: true },
  customer_update: { enabled: true, allowed_updates: ['email', 'name', 'address'] },
  subscription_cancel: { enabled: true, mode: 'at_period_end' },
};

/** Opens Stripe's portal, where cards are changed and every payment has its receipt. */
export function createOpenPortal({ accounts }: { accounts: StripeAccounts }) {
  const known = new Map<string, Promise<string>>();

  async function makeConfiguration(publisher: Publisher): Promise<string> {
    const parameters = {
      features,
      business_profile: {
        headline: publisher.name,
        ...(publisher.privacyUrl ? { privacy_policy_url: publisher.privacyUrl } : {}),
      },
    };
    // Under a key made of what is in it: two processes make one. Stripe keeps keys for a day; another one then does no harm.
    const idempotencyKey = `portal:${publisher.id}:${tokenHash(JSON.stringify(parameters))}`;
    const { stripe } = accounts.of(publisher.id);
    const made = await stripe.billingPortal.configurations.create(parameters, { idempotencyKey });
    return made.id;
  }

  function configurationOf(publisher: Publisher): Promise<string> {
    const asked = known.get(publisher.id) ?? makeConfiguration(publisher);
    known.set(publisher.id, asked);
    asked.catch(() => known.delete(publisher.id));
    return asked;
  }

  /** A short-lived address that lets whoever has it act for the customer: never log it. @throws Problem */
  return async function openPortal(
    publisher: Publisher,
    gift: Gift,
    returnUrl: string,
  ): Promise<string> {
    if (!gift.customerId) throw new Problem('conflict', { detail: 'This gift has no customer.' });
    try {
      const { url } = await accounts.of(publisher.id).stripe.billingPortal.sessions.create({
        customer: gift.customerId,
        configuration: await configurationOf(publisher),
        return_url: returnUrl,
      });
      return url;
    } catch (error) {
      throw asProblem(error);
    }
  };
}

export type OpenPortal = ReturnType<typeof createOpenPortal>;

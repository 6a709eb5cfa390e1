import type Stripe from 'stripe';
import { giftSession, goodCard, type RunningSandbox } from './givenSandbox.ts';

type FlowData = Stripe.BillingPortal.SessionCreateParams.FlowData;
type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features;

/** A supporter in the portal, where all is allowed unless it says otherwise. */
export async function visitPortal(
  { stripe, submit }: RunningSandbox,
  features: Partial<Features> = {},
  flow?: (subscription: string) => FlowData,
) {
  const gift = await giftSession(stripe);
  await submit(gift.url!, goodCard);
  const paid = await stripe.checkout.sessions.retrieve(gift.id);
  const subscription = paid.subscription as string;
  const { id: configuration } = await stripe.billingPortal.configurations.create({
    features: {
      customer_update: { enabled: true, allowed_updates: ['email'] },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_pause: { enabled: true },
      subscription_cancel: {
        enabled: true,
        cancellation_reason: { enabled: true, options: ['unused', 'other'] },
      },
      ...features,
    },
  });
  const { url } = await stripe.billingPortal.sessions.create({
    customer: paid.customer as string,
    configuration,
    return_url: 'https://paper.example/me',
    ...(flow && { flow_data: flow(subscription) }),
  });
  const press = (name: string, fields: Record<string, string> = {}) =>
    submit(`${url}/subscriptions/${subscription}/${name}`, fields);
  return {
    url,
    press,
    customer: paid.customer as string,
    now: () => stripe.subscriptions.retrieve(subscription),
    lines: async () => (await fetch(url)).text(),
  };
}

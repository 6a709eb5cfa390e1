import { type Pledge, pledgeMetadata } from '../giving/pledge.ts';
import { plusMs, toUnixSeconds } from '../ground/clock.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Stripe } from '../ground/stripe.ts';

/** How long a reader has on Stripe's page. Short, since open sessions are what card testers use; Stripe wants 30 minutes or more. */
export const sessionLifeMs = 60 * 60_000;

const intervals = { monthly: 'month', annual: 'year' } as const;

// Stripe takes these; the others are asked for as `auto`, by the browser's own language. https://docs.stripe.com/api/checkout/sessions/create
const stripeLocales = new Set(
  'bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW'.split(
    ' ',
  ),
);

const localeOf = (pledge: Pledge): Stripe.Checkout.SessionCreateParams.Locale => {
  const wanted = pledge.locale ?? 'auto';
  const base = wanted.split('-')[0]!;
  const known = stripeLocales.has(wanted) ? wanted : stripeLocales.has(base) ? base : 'auto';
  return known as Stripe.Checkout.SessionCreateParams.Locale;
};

const withFragment = (address: string, fragment: string): string => {
  const url = new URL(address);
  url.hash = fragment;
  return url.href;
};

/**
 * The Checkout Session for a pledge. Made from the pledge alone, so that the same pledge always gives the same
 * parameters: Stripe refuses a repeated idempotency key with others.
 */
export function sessionParameters(
  pledge: Pledge,
  publisher: Publisher,
  product: string,
): Stripe.Checkout.SessionCreateParams {
  if (!pledge.returnUrl) throw new Error('the pledge is closed');
  const metadata = pledgeMetadata(pledge);
  const { frequency } = pledge;
  // A card's statement takes a suffix only; renewals take theirs from the Product (product.ts).
  const descriptor = publisher.statementDescriptor;
  return {
    mode: frequency === 'once' ? 'payment' : 'subscription',
    submit_type: 'donate',
    client_reference_id: pledge.id,
    metadata,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: pledge.currency,
          unit_amount: pledge.amount,
          product,
          ...(frequency === 'once' ? {} : { recurring: { interval: intervals[frequency] } }),
        },
      },
    ],
    ...(frequency === 'once'
      ? {
          customer_creation: 'always' as const,
          payment_intent_data: {
            metadata,
            ...(descriptor ? { statement_descriptor_suffix: descriptor } : {}),
          },
        }
      : { subscription_data: { metadata } }),
    success_url: withFragment(pledge.returnUrl, `smallfavor=${pledge.id}`),
    cancel_url: withFragment(pledge.returnUrl, 'smallfavor=back'),
    expires_at: toUnixSeconds(plusMs(pledge.createdAt, sessionLifeMs)),
    locale: localeOf(pledge),
    adaptive_pricing: { enabled: false },
  };
}

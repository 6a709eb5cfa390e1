import Stripe from 'stripe';

export interface StripeOptions {
  readonly secretKey: string;
  /** Where the API is, such as http://127.0.0.1:12111; Stripe's own when absent. */
  readonly apiBase?: string | undefined;
  readonly timeoutMs?: number;
}

/** The version every request and every endpoint of ours is pinned to. */
export const stripeApiVersion = '2026-10-28.endive';

/** Stripe's client, aimed at Stripe or at the sandbox; nothing else in the code knows which. */
export function createStripe({ secretKey, apiBase, timeoutMs = 20_000 }: StripeOptions): Stripe {
  const base = apiBase ? new URL(apiBase) : undefined;
  return new Stripe(secretKey, {
    apiVersion: stripeApiVersion,
    telemetry: false,
    maxNetworkRetries: 2,
    timeout: timeoutMs,
    ...(base && {
      protocol: base.protocol === 'http:' ? 'http' : 'https',
      host: base.hostname,
      port: base.port || (base.protocol === 'http:' ? '80' : '443'),
    }),
  });
}

export const { errors: stripeErrors, webhooks: stripeWebhooks } = Stripe;
export type { Stripe };

/** A whole list of Stripe's, page after page; the client's own way stops at 10,000. */
export async function allOf<T>(list: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of list) all.push(one);
  return all;
}

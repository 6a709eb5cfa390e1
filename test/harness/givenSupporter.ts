import type { Service } from './service.ts';
import { payOn } from './stripeStandIn.ts';

export interface Supporter {
  readonly checkout: string;
  readonly key: string;
  /** Asks P/<path> with the supporter's key. */
  ask(
    method: string,
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Answer }>;
}

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it is about.
type Answer = any;

/** Somebody who has just given, as far as the page of Stripe's stand-in and back. */
export async function givenSupporter(
  service: Service,
  differs: { frequency?: string; amount?: number; reader?: string; locale?: string } = {},
  /** Where they are, as the proxy says it. */
  place: Record<string, string> = {},
): Promise<Supporter> {
  const base = `${service.url}/v1/publishers/moscow-times`;
  const reader = differs.reader ?? `reader-${Math.random().toString(36).slice(2)}-x`;
  const request = {
    reader,
    frequency: 'monthly',
    amount: 500,
    currency: 'usd',
    returnUrl: 'https://www.themoscowtimes.com/article',
    ...differs,
  };
  const started = await fetch(`${base}/checkouts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...place },
    body: JSON.stringify(request),
  });
  const { id, url } = (await started.json()) as { id: string; url: string };
  await payOn(url);
  const told = await fetch(`${base}/checkouts/${id}?reader=${reader}`);
  const { supporterKey } = (await told.json()) as { supporterKey: string };
  return {
    checkout: id,
    key: supporterKey,
    async ask(method, path, body, headers = {}) {
      const answer = await fetch(`${base}/${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${supporterKey}`,
          ...place,
          ...headers,
          ...(body ? { 'Content-Type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : undefined };
    },
  };
}

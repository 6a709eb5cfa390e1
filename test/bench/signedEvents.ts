import { Agent, request } from 'node:http';
import Stripe from 'stripe';
import { stripeKeys } from './stripeKeys.ts';

export interface SignedEvent {
  readonly id: string;
  readonly payload: string;
  readonly signature: string;
}

let made = 0;

/** An event as large as an invoice's, signed now: made beforehand, so that signing is not measured. */
export function signedEvent(): SignedEvent {
  made += 1;
  const id = `evt_bench${process.pid}x${made}`;
  const about = {
    id: `in_bench${made}`,
    object: 'invoice',
    customer: `cus_bench${made}`,
    customer_email: `reader${made}@example.org`,
    customer_name: 'A Reader',
    amount_paid: 500,
    currency: 'usd',
    lines: Array.from({ length: 4 }, (_, i) => ({
      id: `il_${made}x${i}`,
      description: 'x'.repeat(600),
    })),
  };
  const payload = JSON.stringify({
    id,
    object: 'event',
    type: 'invoice.paid',
    created: Math.floor(performance.timeOrigin / 1000),
    livemode: false,
    api_version: '2026-10-28.endive',
    data: { object: about },
  });
  const secret = stripeKeys.STRIPE_WEBHOOK_SECRETS;
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret });
  return { id, payload, signature };
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Sends one event. @throws Error unless it was taken */
export const deliver = (port: number, event: SignedEvent): Promise<void> =>
  new Promise((resolve, reject) => {
    const { payload, signature } = event;
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(payload),
      'Stripe-Signature': signature,
    };
    const path = '/webhooks/stripe/moscow-times';
    const sent = request({ port, agent, method: 'POST', path, headers }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`answered ${answer.statusCode}`)),
      );
    });
    // A connection that was idle may be closed just when it is used again: https://nodejs.org/api/http.html#requestreusedsocket
    sent.on('error', (error: NodeJS.ErrnoException) =>
      sent.reusedSocket && error.code === 'ECONNRESET'
        ? deliver(port, event).then(resolve, reject)
        : reject(error),
    );
    sent.end(payload);
  });

/** Sends events, so many at a time. @returns events a second */
export async function deliverAll(
  port: number,
  events: readonly SignedEvent[],
  atOnce = 32,
): Promise<number> {
  const began = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < events.length) await deliver(port, events[next++]!);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (events.length * 1000) / (performance.now() - began);
}

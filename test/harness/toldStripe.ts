import { createServer } from 'node:http';
import type Stripe from 'stripe';
import { closeGently, listen, portOf } from '../../src/ground/http.ts';

/** A Stripe that answers what it is told to, by address: for objects that the sandbox has no way to make. */
export async function startToldStripe(answers: Record<string, object> = {}) {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    const path = new URL(req.url!, 'http://stripe').pathname.replace('/v1/', '');
    asked.push(path);
    const answer = answers[path];
    res.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json' });
    const missing = { error: { type: 'invalid_request_error', code: 'resource_missing' } };
    res.end(JSON.stringify(answer ?? missing));
  });
  await listen(server, 0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    /** What it answers; may be changed while it runs. */
    answers,
    asked,
    stop: () => closeGently(server, 500),
  };
}

export const aMandate = (id: string, status: Stripe.Mandate.Status = 'active'): Stripe.Mandate => ({
  id,
  object: 'mandate',
  customer_acceptance: { accepted_at: 1_790_000_000, type: 'offline', offline: {} },
  livemode: false,
  payment_method: 'pm_1',
  payment_method_details: {
    type: 'sepa_debit',
    sepa_debit: { reference: 'REF', url: 'https://stripe.example/mandate' },
  },
  status,
  type: 'multi_use',
});

import { type Clock, toUnixSeconds } from '../../ground/clock.ts';
import type { DeliveryFaults } from '../faults/faults.ts';
import { pretty } from '../wire/answer.ts';
import type { Claim, Outcome } from './deliveryClaims.ts';
import { signatureOf } from './sign.ts';

const timeoutMs = 10_000;

/** The secrets that are good now; while one is rolled both sign. */
function secretsOf({ hidden }: Claim, at: number, faults: DeliveryFaults): string[] {
  if (Math.random() < (faults.wrongSecret ?? 0)) return ['whsec_a_secret_that_was_rolled_away'];
  return (hidden?.secrets ?? [])
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > at)
    .map(({ secret }) => secret);
}

/** Why a request failed, without the address it went to. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  if (name === 'TimeoutError') return 'timed out';
  return cause?.code ?? name ?? 'failed';
}

/** Sends one event to one endpoint, as Stripe does: a redirect is not followed and counts as a failure. */
export function createDeliver({ clock, signal }: { clock: Clock; signal: AbortSignal }) {
  async function post(claim: Claim, faults: DeliveryFaults): Promise<Outcome> {
    const { event, endpoint } = claim;
    const at = toUnixSeconds(clock.now());
    const body = pretty({ ...event, api_version: endpoint!.api_version ?? event.api_version });
    try {
      const response = await fetch(endpoint!.url, {
        method: 'POST',
        body,
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          accept: '*/*; q=0.5, application/xml',
          'cache-control': 'no-cache',
          'stripe-signature': signatureOf(body, secretsOf(claim, at, faults), at),
        },
      });
      await response.body?.cancel();
      return { ok: response.ok, status: response.status };
    } catch (error) {
      return { ok: false, error: reasonOf(error) };
    }
  }

  return async function deliver(claim: Claim, faults: DeliveryFaults): Promise<Outcome> {
    let outcome = await post(claim, faults);
    for (let again = faults.repeat ?? 0; again > 0; again -= 1) {
      const next = await post(claim, faults);
      if (!outcome.ok) outcome = next;
    }
    return outcome;
  };
}

import { type Clock, toUnixSeconds } from '../ground/clock.ts';
import { Problem } from '../ground/problem.ts';
import { type Stripe, stripeWebhooks } from '../ground/stripe.ts';

/** Seconds an event's signature may be away from now, either way. Stripe's own check refuses only old ones. */
export const toleranceS = 300;

const refuse = (detail: string) => new Problem('invalid_signature', { detail });

function signedAt(header: string): number {
  const times = header.split(',').filter((part) => part.startsWith('t='));
  return times.length === 1 && /^t=\d{1,12}$/.test(times[0]!)
    ? Number(times[0]!.slice(2))
    : Number.NaN;
}

/**
 * The event in a signed body: signed by any of the secrets (there are two while they rotate), not long ago, and not in
 * the future. @throws Problem invalid_signature
 */
export function verifyEvent(
  body: Uint8Array,
  header: string | undefined,
  secrets: readonly string[],
  clock: Clock,
): Stripe.Event {
  if (!header) throw refuse('There is no Stripe-Signature header.');
  const now = toUnixSeconds(clock.now());
  const ageS = now - signedAt(header);
  if (Number.isNaN(ageS)) throw refuse('The Stripe-Signature header has no single time.');
  if (ageS > toleranceS) throw refuse('The signature is too old: a replay, or clocks that differ.');
  if (ageS < -toleranceS) throw refuse('The signature is from the future: clocks differ.');
  for (const secret of secrets) {
    try {
      // Age was checked above, by our clock and both ways; a tolerance of 0 would switch Stripe's check off and is never used.
      return stripeWebhooks.constructEvent(
        Buffer.from(body),
        header,
        secret,
        toleranceS,
        undefined,
        now * 1000,
      );
    } catch {
      // The next secret may fit; the client throws errors of several kinds for a bad header, all of which mean no.
    }
  }
  throw refuse('The signature does not fit the body.');
}

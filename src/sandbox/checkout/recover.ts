import type { Stripe } from '../../ground/stripe.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { onClockOfSession, settleExpiry } from './expire.ts';
import { maxExpirySeconds, type SessionHidden } from './sessions.ts';

/**
 * Opens a copy of an expired session, as its recovery address promises; the copy that was opened before where it is still
 * good. https://docs.stripe.com/payments/checkout/abandoned-carts
 * @returns undefined where the promise is over, or was never made
 */
export async function recoverSession(
  wall: Work,
  expired: Stripe.Checkout.Session,
): Promise<Stripe.Checkout.Session | undefined> {
  const work = await onClockOfSession(wall, expired);
  const recovery = expired.after_expiration?.recovery;
  if (!recovery?.expires_at || recovery.expires_at <= work.at) return undefined;
  const hidden = (await work.hiddenOf<SessionHidden>(expired.id))!;
  const earlier = hidden.recoveredAs && (await work.find('checkout.session', hidden.recoveredAs));
  if (earlier && (await settleExpiry(work, earlier)).status !== 'expired') return earlier;
  const id = newStripeId('cs_test', 58);
  const session: Stripe.Checkout.Session = {
    ...structuredClone(expired),
    id,
    after_expiration: { recovery: { ...recovery, expires_at: null, url: null } },
    created: work.at,
    expires_at: work.at + maxExpirySeconds,
    payment_intent: null,
    recovered_from: expired.id,
    status: 'open',
    url: `${work.publicUrl}/c/pay/${id}`,
  };
  const { lines, intentData, subscriptionData, merchant } = hidden;
  const own: SessionHidden = { lines, intentData, subscriptionData, merchant };
  work.save('checkout.session', session, { hidden: own });
  work.schedule('session.expire', id, session.expires_at);
  work.save('checkout.session', expired, { hidden: { ...hidden, recoveredAs: id } });
  return session;
}

import type { Stripe } from '../../ground/stripe.ts';
import { cancelIntent } from '../payments/cancelIntent.ts';
import { onClockOf } from '../people/onClock.ts';
import { idOf } from '../store/objectTypes.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import type { SessionHidden } from './sessions.ts';

const recoverySeconds = 30 * 86_400;

/** Ends an open session that was not paid, and the intent that its attempts left. */
export async function expireSession(work: Work, session: Stripe.Checkout.Session): Promise<void> {
  const hidden = (await work.hiddenOf<SessionHidden>(session.id))!;
  session.status = 'expired';
  session.url = null;
  const recovery = session.after_expiration?.recovery;
  const token = newStripeId('', 40).slice(1);
  if (recovery?.enabled) {
    recovery.expires_at = work.at + recoverySeconds;
    recovery.url = `${work.publicUrl}/c/recover/${session.id}/${token}`;
  }
  work.save('checkout.session', session, { hidden: { ...hidden, recoveryToken: token } });
  if (hidden.intent)
    await cancelIntent(work, await work.need('payment_intent', hidden.intent), 'expired');
  work.emit('checkout.session.expired', session);
}

/** The work at the time that a session goes by: that of its customer's test clock, where it was opened for one. */
export const onClockOfSession = (wall: Work, session: Stripe.Checkout.Session): Promise<Work> =>
  onClockOf(wall, idOf(session.customer));

/** Expires a session whose time has come. @returns it as it is now */
export async function settleExpiry(
  wall: Work,
  session: Stripe.Checkout.Session,
): Promise<Stripe.Checkout.Session> {
  if (session.status !== 'open') return session;
  const work = await onClockOfSession(wall, session);
  if (session.expires_at <= work.at) await expireSession(work, session);
  return session;
}

import type { Stripe } from '../../ground/stripe.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';

type Session = Stripe.BillingPortal.Session;

/** Kept beside a portal session. */
export interface PortalHidden {
  /** Unix seconds: it must be opened by then, and each look puts it off. */
  readonly openUntil: number;
  /** A new card that waits for the person to confirm it with their bank. */
  readonly waiting?: string | undefined;
  /** What the session was for is done: the rest of the portal is open. */
  readonly isFlowDone?: boolean;
}

/** A link that nobody opens is good for so long; one that is used, for so long after the last look at it. */
const unopenedSeconds = 5 * 60;
const idleSeconds = 3600;

export interface PortalSessionFacts {
  readonly customer: string;
  readonly configuration: string;
  readonly flow: Session['flow'];
  readonly locale: Session['locale'];
  readonly returnUrl: string | null;
}

/** A new session of the customer portal: its address is all that one needs to be the customer. */
export function createPortalSession(work: Work, facts: PortalSessionFacts): Session {
  const token = newStripeId('test', 60);
  const session: Session = {
    id: newStripeId('bps_1', 23).replace('bps_1_', 'bps_1'),
    object: 'billing_portal.session',
    after_expiration: null,
    configuration: facts.configuration,
    created: work.at,
    customer: facts.customer,
    customer_account: null,
    flow: facts.flow,
    livemode: false,
    locale: facts.locale,
    on_behalf_of: null,
    return_url: facts.returnUrl,
    url: `${work.publicUrl}/p/session/${token}`,
  };
  const hidden: PortalHidden = { openUntil: work.at + unopenedSeconds };
  work.save('billing_portal.session', session, { hidden, refs: { token } });
  work.emit('billing_portal.session.created', session);
  return session;
}

/** Changes what is kept beside a session. */
export async function note(work: Work, session: Session, more: Partial<PortalHidden>) {
  const hidden = (await work.hiddenOf<PortalHidden>(session.id))!;
  work.save('billing_portal.session', session, { hidden: { ...hidden, ...more } });
}

/** Notes that somebody is there, by the wall's time. @returns false where the session was over by now */
export async function keepOpen(wall: Work, session: Session): Promise<boolean> {
  const { openUntil } = (await wall.hiddenOf<PortalHidden>(session.id))!;
  if (openUntil <= wall.at) return false;
  await note(wall, session, { openUntil: wall.at + idleSeconds });
  return true;
}

import type { Request, Response } from 'express';
import type { Stripe } from '../../ground/stripe.ts';
import { fillIn } from './copy/copy.ts';
import { type Voice, voiceFor } from './copy/copyFor.ts';
import type { OpenedSession } from './openSession.ts';
import { endingPage } from './page.ts';
import { viewSession } from './sessionView.ts';

/** Where a paid session leads, with its id where the address asks for it. */
export const successUrlOf = (session: Stripe.Checkout.Session): string =>
  (session.success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', session.id);

/** Sends the reader back to where they came from, paid. */
export function goOn(res: Response, session: Stripe.Checkout.Session): void {
  res.redirect(303, successUrlOf(session));
}

/** A session that is paid or expired: says so, and leads back, or on where it can be recovered and that `isOver` not. */
export function sendOver(
  res: Response,
  opened: OpenedSession,
  voice: Voice,
  { isOver = false }: { isOver?: boolean } = {},
): void {
  const { session, hidden } = opened;
  const { over } = voice.copy;
  const view = viewSession(session, hidden, voice, null);
  if (session.status === 'complete') {
    const link = { href: successUrlOf(session), label: over.goOn };
    res.send(endingPage(voice, { title: over.completeTitle, text: over.complete, link }));
    return;
  }
  const back = session.cancel_url && {
    href: session.cancel_url,
    label: fillIn(over.goBack, { merchant: view.merchant }),
  };
  const again = !isOver && session.after_expiration?.recovery?.url;
  const link = again ? { href: again, label: over.again } : back || undefined;
  res.status(410);
  res.send(endingPage(voice, { title: over.expiredTitle, text: over.expired, link }));
}

/** There is no such session. */
export function missingPage(req: Pick<Request, 'get'>, res: Response): void {
  const voice = voiceFor(null, req.get('accept-language'));
  const { over } = voice.copy;
  res.status(404);
  res.send(endingPage(voice, { title: over.missingTitle, text: over.missing }));
}

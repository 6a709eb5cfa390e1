import type { Request, Response } from 'express';
import type { Html } from '../../../ground/html.ts';
import type { Act } from '../../portal/portalActs.ts';
import { note } from '../../portal/portalSessions.ts';
import type { Work } from '../../store/work.ts';
import { fillIn } from '../copy/copy.ts';
import { type Voice, voiceFor } from '../copy/copyFor.ts';
import { merchantOf } from '../merchant.ts';
import { endingPage } from '../page.ts';
import type { OpenedPortal, OpenPortal } from './openPortal.ts';
import { portalFrame } from './portalFrame.ts';

export type PortalRequest = Request<{ token: string; id: string; act: string }>;

/** A session that is open, with what its pages have in common. */
export interface Visit {
  readonly work: Work;
  readonly opened: OpenedPortal;
  readonly voice: Voice;
  readonly merchant: string;
  /** Where the portal's pages are, without a slash at the end. */
  readonly at: string;
}

/** What a visit comes to; answered once its transaction is through. */
export type Reply = (res: Response) => void;

export const goTo =
  (address: string): Reply =>
  (res) =>
    res.redirect(303, address);

export type Done = Act | 'card' | 'email';

/** What the portal's routes have in common. */
export function createPortalDesk(open: OpenPortal) {
  const voiceOf = (req: PortalRequest, locale: string | null) =>
    voiceFor(locale, req.get('accept-language'));

  return {
    /** Opens the session that the address names, and answers with what comes of it. */
    async visit(req: PortalRequest, res: Response, use: (visit: Visit) => Promise<Reply>) {
      const { token } = req.params;
      const reply = await open(token, async (work, opened): Promise<Reply> => {
        const voice = voiceOf(req, opened.session.locale);
        if (!opened.customer) {
          const { portal, over } = voice.copy;
          const { return_url: back } = opened.session;
          const link = back ? { href: back, label: over.goOn } : undefined;
          const ending = { title: portal.expiredTitle, text: portal.expired, link };
          return (answer) => void answer.status(410).send(endingPage(voice, ending));
        }
        const known = { customer: opened.customer.id, payment_intent: null };
        const merchant = await merchantOf(work, known, voice.copy.sandbox);
        return use({ work, opened, voice, merchant, at: `/p/session/${token}` });
      });
      if (reply) return reply(res);
      const voice = voiceOf(req, null);
      const { over } = voice.copy;
      res.status(404);
      res.send(endingPage(voice, { title: over.missingTitle, text: over.missing }));
    },

    /** A page inside the portal, which leads back to its first page. */
    show({ opened, voice, merchant, at }: Visit, title: string, body: Html, status = 200): Reply {
      const { session, hidden } = opened;
      // Until what the session is for is done, its way back is out of the portal.
      const frame =
        session.flow && !hidden.isFlowDone
          ? { title, merchant, back: session.return_url }
          : { title, merchant, back: at, backLabel: voice.copy.back };
      return (res) => void res.status(status).send(portalFrame(voice, frame, body));
    },

    /** Something was done: what comes after it depends on what the session is for. */
    async finish(visit: Visit, done: Done): Promise<Reply> {
      const { work, opened, voice, at, merchant } = visit;
      const { session, hidden } = opened;
      const text = voice.copy.portal.done[done];
      const after = hidden.isFlowDone ? undefined : session.flow?.after_completion;
      if (!after) return goTo(`${at}?done=${done}`);
      await note(work, session, { isFlowDone: true });
      if (after.type === 'redirect') return goTo(after.redirect!.return_url);
      if (after.type === 'portal_homepage') return goTo(`${at}?done=${done}`);
      const { over } = voice.copy;
      const label = fillIn(over.goBack, { merchant });
      const link = session.return_url ? { href: session.return_url, label } : undefined;
      const title = after.hosted_confirmation?.custom_message ?? over.completeTitle;
      return (res) => void res.send(endingPage(voice, { title, text, link }));
    },
  };
}

export type PortalDesk = ReturnType<typeof createPortalDesk>;

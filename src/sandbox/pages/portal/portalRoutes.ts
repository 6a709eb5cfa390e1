import express, { Router } from 'express';
import type { Clock } from '../../../ground/clock.ts';
import type { Stripe } from '../../../ground/stripe.ts';
import { protectPage, refuseForeignPosts } from '../protectPage.ts';
import { addCardRoutes } from './cardRoutes.ts';
import { addEmailRoutes } from './emailRoutes.ts';
import { homeBody } from './homePage.ts';
import type { OpenPortal } from './openPortal.ts';
import { createPortalDesk, goTo, type PortalRequest, type Visit } from './portalDesk.ts';
import { portalFrame } from './portalFrame.ts';
import { chargedCard, runningOf, viewCard, viewInvoices, viewSubscription } from './portalView.ts';
import { addSubscriptionRoutes } from './subscriptionRoutes.ts';

/** The page that a session is for, where it is for one thing. */
function flowPage(flow: Stripe.BillingPortal.Session.Flow): string {
  const { subscription_cancel: cancel, subscription_pause: pause } = flow;
  if (cancel) return `subscriptions/${cancel.subscription}/cancel`;
  if (pause) return `subscriptions/${pause.subscription}/pause`;
  const change = flow.subscription_update_confirm;
  if (change) return `subscriptions/${change.subscription}/change`;
  return flow.type === 'customer_update' ? 'email' : 'card';
}

async function homeOf({ work, opened, voice, at, merchant }: Visit, done: unknown) {
  const { customer, configuration } = opened;
  const { headline } = configuration.business_profile;
  const subscriptions = [];
  for (const one of await runningOf(work, customer.id))
    subscriptions.push(await viewSubscription(work, one, opened, voice));
  const words: Readonly<Record<string, string>> = voice.copy.portal.done;
  return homeBody(
    {
      at,
      headline: headline === merchant ? null : headline,
      features: configuration.features,
      subscriptions,
      card: viewCard(await chargedCard(work, customer), voice),
      email: customer.email,
      invoices: await viewInvoices(work, customer.id, voice),
      done: typeof done === 'string' && Object.hasOwn(words, done) ? words[done] : undefined,
    },
    voice,
  );
}

/** The customer portal: what a supporter has, and what they can do about it. It needs no script. */
export function createPortalRoutes({ open, clock }: { open: OpenPortal; clock: Clock }): Router {
  const router = Router();
  const desk = createPortalDesk(open);
  router.use('/p', express.text({ type: '*/*', limit: '32kb' }), protectPage, refuseForeignPosts);

  router.get('/p/session/:token', (req: PortalRequest, res) =>
    desk.visit(req, res, async (visit) => {
      const { opened, voice, merchant, at } = visit;
      const { flow, return_url: back } = opened.session;
      if (flow && !opened.hidden.isFlowDone) return goTo(`${at}/${flowPage(flow)}`);
      const body = await homeOf(visit, req.query.done);
      const title = voice.copy.portal.title;
      return (answer) => void answer.send(portalFrame(voice, { title, merchant, back }, body));
    }),
  );
  addSubscriptionRoutes(router, desk);
  addCardRoutes(router, { desk, clock });
  addEmailRoutes(router, desk);
  return router;
}

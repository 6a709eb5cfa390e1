import type { Router } from 'express';
import { html } from '../../../ground/html.ts';
import type { Stripe } from '../../../ground/stripe.ts';
import { periodEndOf } from '../../billing/subscriptionEnds.ts';
import { reasons } from '../../portal/configurationShape.ts';
import { type Act, act, acts, type Leaving, mayDo, type Reason } from '../../portal/portalActs.ts';
import { note } from '../../portal/portalSessions.ts';
import { decodeForm } from '../../wire/formDecode.ts';
import { cutText } from '../../wire/keepable.ts';
import { dayWords, intervalWords, moneyWords } from '../words.ts';
import type { PortalDesk, PortalRequest, Reply, Visit } from './portalDesk.ts';
import { viewSubscription } from './portalView.ts';
import { mostComment, questionBody, questionFor } from './subscriptionPages.ts';

const isAct = (name: string): name is Act => (acts as readonly string[]).includes(name);

/** The subscription that the address names, where what it names may be done with it. */
async function subjectOf(
  { work, opened }: Visit,
  { id, act: name }: PortalRequest['params'],
): Promise<{ name: Act; subscription: Stripe.Subscription } | undefined> {
  const subscription = await work.find('subscription', id);
  if (!isAct(name) || subscription?.customer !== opened.customer.id) return undefined;
  const flow = opened.session.flow?.subscription_update_confirm;
  if (name === 'change' && flow?.subscription !== id) return undefined;
  return mayDo(name, subscription, opened.configuration.features)
    ? { name, subscription }
    : undefined;
}

function leavingOf(body: unknown, offered: readonly string[]): Leaving {
  const { feedback, comment } = decodeForm(typeof body === 'string' ? body : '');
  const said = typeof comment === 'string' ? cutText(comment.trim(), mostComment) : '';
  const isOffered = typeof feedback === 'string' && offered.includes(feedback);
  return { feedback: isOffered ? (feedback as Reason) : null, comment: said || null };
}

/** The reasons that the configuration offers, in its order. */
function reasonsOf({ opened }: Visit): Reason[] {
  const { cancellation_reason: asked } = opened.configuration.features.subscription_cancel;
  return asked.enabled
    ? asked.options.filter((one): one is Reason => reasons.includes(one as Reason))
    : [];
}

/** What the change in the session's flow will charge, and from when. */
async function changeWords({ work, opened, voice }: Visit, subscription: Stripe.Subscription) {
  const [item] = opened.session.flow?.subscription_update_confirm?.items ?? [];
  const [first] = subscription.items.data;
  const price = item?.price ? await work.need('price', item.price) : first!.price;
  const quantity = item?.quantity ?? first!.quantity ?? 1;
  return {
    date: dayWords(periodEndOf(subscription), voice),
    amount: moneyWords(price.unit_amount! * quantity, subscription.currency, voice),
    interval: intervalWords(price.recurring!, voice),
  };
}

/** What a supporter does with a subscription: the question, and its answer. */
export function addSubscriptionRoutes(router: Router, desk: PortalDesk): void {
  const path = '/p/session/:token/subscriptions/:id/:act';

  /** It may not be done, or no more: the rest of the portal is open. */
  async function gone(visit: Visit): Promise<Reply> {
    const { session, hidden } = visit.opened;
    await note(visit.work, session, { isFlowDone: true });
    const { over, portal } = visit.voice.copy;
    const now = { ...visit, opened: { ...visit.opened, hidden: { ...hidden, isFlowDone: true } } };
    return desk.show(now, over.missingTitle, html`<p>${portal.gone}</p>`, 409);
  }

  router.get(path, (req: PortalRequest, res) =>
    desk.visit(req, res, async (visit) => {
      const subject = await subjectOf(visit, req.params);
      if (!subject || subject.name === 'keep') return gone(visit);
      const { work, opened, voice, at } = visit;
      const { name, subscription } = subject;
      const view = await viewSubscription(work, subscription, opened, voice);
      const question = questionFor(name, view, voice, await changeWords(visit, subscription));
      const action = `${at}/subscriptions/${subscription.id}/${name}`;
      const offered = name === 'cancel' ? reasonsOf(visit) : [];
      const body = questionBody(view, question, { action, reasons: offered }, voice);
      return desk.show(visit, question.title, body);
    }),
  );

  router.post(path, (req: PortalRequest, res) =>
    desk.visit(req, res, async (visit) => {
      const subject = await subjectOf(visit, req.params);
      if (!subject) return gone(visit);
      const { features } = visit.opened.configuration;
      await act(visit.work, subject.name, subject.subscription, {
        features,
        flow: visit.opened.session.flow,
        leaving: leavingOf(req.body, reasonsOf(visit)),
      });
      return desk.finish(visit, subject.name);
    }),
  );
}

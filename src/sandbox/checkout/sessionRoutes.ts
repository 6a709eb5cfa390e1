import { onClockOf } from '../people/onClock.ts';
import { ApiError } from '../wire/apiError.ts';
import { cursors, listRoute, pageOfParts } from '../wire/listRoute.ts';
import { choice, fields, mergeMetadata, metadata, text } from '../wire/parameters.ts';
import { getRoute, postRoute, type Route } from '../wire/route.ts';
import { checkSession } from './checkSession.ts';
import { expireSession, onClockOfSession, settleExpiry } from './expire.ts';
import { readLineItems } from './lineItems.ts';
import { sessionShape } from './sessionParameters.ts';
import { buildSession, type SessionHidden } from './sessions.ts';

const base = '/v1/checkout/sessions';

export const sessionRoutes: readonly Route[] = [
  postRoute(base, sessionShape, async (wall, given, { apiVersion }) => {
    const work = await onClockOf(wall, given.customer ?? null);
    checkSession(work, given, apiVersion);
    const customer = given.customer
      ? await work.need('customer', given.customer, 'customer')
      : undefined;
    const lines = await readLineItems(work, given);
    const email = customer?.email ?? given.customer_email ?? null;
    const session = buildSession(work, given, lines, email);
    const hidden: SessionHidden = {
      lines,
      intentData: given.payment_intent_data ?? null,
      subscriptionData: given.subscription_data ?? null,
      merchant: given.branding_settings?.display_name ?? null,
    };
    work.save('checkout.session', session, { hidden });
    work.schedule('session.expire', session.id, session.expires_at);
    return session;
  }),
  {
    ...getRoute(`${base}/:id`, {}, async (work, _given, { path }) =>
      settleExpiry(work, await work.need('checkout.session', path.id!)),
    ),
    writes: true,
  },
  postRoute(`${base}/:id`, { metadata: metadata.optional() }, async (work, given, { path }) => {
    const session = await work.need('checkout.session', path.id!);
    session.metadata = mergeMetadata(session.metadata, given.metadata);
    work.save('checkout.session', session);
    return session;
  }),
  postRoute(`${base}/:id/expire`, {}, async (wall, _given, { path }) => {
    const session = await settleExpiry(wall, await wall.need('checkout.session', path.id!));
    if (session.status !== 'open')
      throw new ApiError({
        message: `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
      });
    await expireSession(await onClockOfSession(wall, session), session);
    return session;
  }),
  getRoute(`${base}/:id/line_items`, cursors, async (work, given, { path }) => {
    const session = await work.need('checkout.session', path.id!);
    const { lines } = (await work.hiddenOf<SessionHidden>(session.id))!;
    return pageOfParts(`${base}/${session.id}/line_items`, lines, given);
  }),
  listRoute(base, 'checkout.session', {
    shape: {
      customer: text.optional(),
      customer_details: fields({ email: text }).optional(),
      payment_intent: text.optional(),
      status: choice('open', 'complete', 'expired').optional(),
      subscription: text.optional(),
    },
    facts: ['customer', 'payment_intent', 'status', 'subscription'],
    query: ({ customer_details: details }) => ({
      all: details ? [`email:${details.email}`] : [],
    }),
  }),
];

import { listRoute } from '../wire/listRoute.ts';
import { text } from '../wire/parameters.ts';
import { getRoute, type Route } from '../wire/route.ts';

export const intentRoutes: readonly Route[] = [
  getRoute(
    '/v1/payment_intents/:id',
    { client_secret: text.optional() },
    (work, _given, { path }) => work.need('payment_intent', path.id!),
  ),
  listRoute('/v1/payment_intents', 'payment_intent', {
    shape: { customer: text.optional() },
    facts: ['customer'],
  }),
];

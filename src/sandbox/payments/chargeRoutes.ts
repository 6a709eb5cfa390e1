import { listRoute } from '../wire/listRoute.ts';
import { text } from '../wire/parameters.ts';
import { getRoute, type Route } from '../wire/route.ts';

export const chargeRoutes: readonly Route[] = [
  getRoute('/v1/charges/:id', {}, (work, _given, { path }) => work.need('charge', path.id!)),
  listRoute('/v1/charges', 'charge', {
    shape: {
      customer: text.optional(),
      payment_intent: text.optional(),
      transfer_group: text.optional(),
    },
    facts: ['customer', 'payment_intent', 'transfer_group'],
  }),
];

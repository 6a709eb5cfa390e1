import { listRoute } from '../wire/listRoute.ts';
import { choice, text } from '../wire/parameters.ts';
import { getRoute, type Route } from '../wire/route.ts';
import { endedRefs } from './subscriptionEnds.ts';

export const subscriptionRoutes: readonly Route[] = [
  getRoute('/v1/subscriptions/:id', {}, (work, _given, { path }) =>
    work.need('subscription', path.id!),
  ),
  listRoute('/v1/subscriptions', 'subscription', {
    shape: {
      customer: text.optional(),
      price: text.optional(),
      collection_method: choice('charge_automatically', 'send_invoice').optional(),
      test_clock: text.optional(),
      status: choice(
        'active',
        'all',
        'canceled',
        'ended',
        'incomplete',
        'incomplete_expired',
        'past_due',
        'paused',
        'trialing',
        'unpaid',
      ).optional(),
    },
    facts: ['customer', 'price', 'collection_method', 'test_clock'],
    query: ({ status }) => {
      if (status === 'all') return {};
      if (status === undefined) return { none: endedRefs };
      return status === 'ended' ? { any: endedRefs } : { all: [`status:${status}`] };
    },
  }),
  // The address that a customer names where their subscriptions are expanded.
  listRoute('/v1/customers/:id/subscriptions', 'subscription', {
    shape: {},
    within: { fact: 'customer', owner: 'customer' },
  }),
];

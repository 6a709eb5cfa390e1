import { onClockOf } from '../people/onClock.ts';
import { idOf } from '../store/objectTypes.ts';
import { newStripeId } from '../store/stripeId.ts';
import { ApiError, invalidParameter, refuseNotModelled } from '../wire/apiError.ts';
import { choice, currency, text, withoutEffect } from '../wire/parameters.ts';
import { postRoute, type Route } from '../wire/route.ts';
import { withBalance } from './customerBalance.ts';
import { pendingItems, putOnDraft } from './draftLines.ts';
import { buildInvoice } from './invoices.ts';
import { previewInvoice } from './renew.ts';
import { hasEnded } from './subscriptionEnds.ts';

const notHere = [
  'customer_account',
  'customer_details',
  'discounts',
  'invoice_items',
  'on_behalf_of',
  'schedule',
  'schedule_details',
  'subscription_details',
] as const;

/** The next invoice as it would be. It is not kept, and its id leads nowhere. */
export const previewRoutes: readonly Route[] = [
  postRoute(
    '/v1/invoices/create_preview',
    {
      currency: currency.optional(),
      customer: text.optional(),
      subscription: text.optional(),
      preview_mode: choice('next', 'recurring').optional(),
      ...withoutEffect('automatic_tax', 'issuer'),
      ...withoutEffect(...notHere),
    },
    async (wall, given) => {
      refuseNotModelled(given, notHere);
      const subscription =
        given.subscription && (await wall.need('subscription', given.subscription, 'subscription'));
      const owner = given.customer ?? (subscription ? idOf(subscription.customer) : undefined);
      if (owner === undefined)
        throw invalidParameter(
          'customer',
          'You must specify at least one of these parameters: customer, subscription.',
          'parameter_missing',
        );
      const customer = await wall.need('customer', owner, 'customer');
      const work = await onClockOf(wall, customer.id);
      const id = newStripeId('upcoming_in', 24);
      if (subscription && !hasEnded(subscription))
        return { ...(await previewInvoice(work, subscription)), id };
      const items = await pendingItems(work, customer.id);
      if (items.length === 0)
        throw new ApiError({
          status: 404,
          code: 'invoice_upcoming_none',
          message: 'No upcoming invoices for customer.',
        });
      const preview = buildInvoice(work, {
        customer,
        currency: given.currency ?? items[0]!.currency,
        billingReason: 'upcoming',
        subscription: null,
        lines: [],
        period: { start: work.at, end: work.at },
      });
      putOnDraft(
        preview,
        items.filter((item) => item.currency === preview.currency),
      );
      return { ...preview, ...withBalance(customer, preview), id };
    },
  ),
];

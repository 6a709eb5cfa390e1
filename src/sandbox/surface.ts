import type { Stripe } from '../ground/stripe.ts';
import { subscriptionChangeRoutes } from './billing/changeSubscription.ts';
import { defaultPaymentOf } from './billing/collect.ts';
import { invoiceItemRoutes } from './billing/invoiceItemRoutes.ts';
import { invoicePaymentRoutes } from './billing/invoicePaymentRoutes.ts';
import { invoiceRoutes } from './billing/invoiceRoutes.ts';
import { pauseRoutes } from './billing/pauses.ts';
import { previewRoutes } from './billing/previewRoutes.ts';
import { subscriptionRoutes } from './billing/subscriptionRoutes.ts';
import { priceRoutes } from './catalogue/priceRoutes.ts';
import { productRoutes } from './catalogue/products.ts';
import { paymentPageRoutes } from './checkout/paymentPageRoutes.ts';
import { sessionRoutes } from './checkout/sessionRoutes.ts';
import type { SessionHidden } from './checkout/sessions.ts';
import { eventRoutes } from './events/eventRoutes.ts';
import { webhookEndpointRoutes } from './events/webhookEndpoints.ts';
import { balanceRoutes } from './money/balanceRoutes.ts';
import { disputeRoutes } from './money/disputeRoutes.ts';
import { fraudWarningRoutes } from './money/fraudWarnings.ts';
import { payoutRoutes } from './money/payoutRoutes.ts';
import { refundRoutes } from './money/refundRoutes.ts';
import { reviewRoutes } from './money/reviews.ts';
import { chargeRoutes } from './payments/chargeRoutes.ts';
import { intentRoutes } from './payments/intentRoutes.ts';
import { customerRoutes } from './people/customerRoutes.ts';
import { methodRoutes } from './people/methodRoutes.ts';
import { configurationRoutes } from './portal/configurationRoutes.ts';
import { portalSessionRoutes } from './portal/portalSessionRoutes.ts';
import { setupRoutes } from './setups/setupRoutes.ts';
import { idOf, type ObjectType, type ObjectTypes } from './store/objectTypes.ts';
import type { Work } from './store/work.ts';
import { testClockRoutes } from './time/testClocks.ts';
import type { Includable } from './wire/expand.ts';
import { asList } from './wire/listRoute.ts';
import type { Route } from './wire/route.ts';

/** All of Stripe's API that the sandbox has. */
export const surface: readonly Route[] = [
  ...productRoutes,
  ...priceRoutes,
  ...customerRoutes,
  ...methodRoutes,
  ...sessionRoutes,
  ...paymentPageRoutes,
  ...intentRoutes,
  ...setupRoutes,
  ...chargeRoutes,
  ...refundRoutes,
  ...disputeRoutes,
  ...fraudWarningRoutes,
  ...reviewRoutes,
  ...payoutRoutes,
  ...balanceRoutes,
  ...subscriptionRoutes,
  ...subscriptionChangeRoutes,
  ...pauseRoutes,
  ...previewRoutes,
  ...invoiceRoutes,
  ...invoiceItemRoutes,
  ...invoicePaymentRoutes,
  ...configurationRoutes,
  ...portalSessionRoutes,
  ...testClockRoutes,
  ...eventRoutes,
  ...webhookEndpointRoutes,
];

/** A list inside an object, made of what refers to the object. */
const listOf =
  <T extends ObjectType>(type: T, fact: string, url: (id: string) => string) =>
  async (work: Work, { id }: { id: string }) => {
    const { data, hasMore } = await work.list<T>(type, { all: [`${fact}:${id}`] });
    return asList<ObjectTypes[T]>(url(id), data, hasMore);
  };

/** What objects leave out unless it is asked for. */
export const includable: Includable = {
  'checkout.session': {
    line_items: async (work, { id }: Stripe.Checkout.Session) => {
      const { lines } = (await work.hiddenOf<SessionHidden>(id))!;
      return asList(
        `/v1/checkout/sessions/${id}/line_items`,
        lines.slice(0, 10),
        lines.length > 10,
      );
    },
  },
  charge: {
    refunds: listOf('refund', 'charge', (id) => `/v1/charges/${id}/refunds`),
  },
  customer: {
    subscriptions: listOf('subscription', 'customer', (id) => `/v1/customers/${id}/subscriptions`),
  },
  invoice: {
    confirmation_secret: async (work, { id }: Stripe.Invoice) => {
      const payment = await defaultPaymentOf(work, id);
      const intent = idOf(payment?.payment.payment_intent);
      const found = intent && (await work.find('payment_intent', intent));
      return found ? { client_secret: found.client_secret, type: 'payment_intent' } : null;
    },
    payments: listOf('invoice_payment', 'invoice', (id) => `/v1/invoice_payments?invoice=${id}`),
  },
};

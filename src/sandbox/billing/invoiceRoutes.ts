import { listRoute } from '../wire/listRoute.ts';
import { choice, fields, text } from '../wire/parameters.ts';
import { getRoute, type Route } from '../wire/route.ts';

export const invoiceRoutes: readonly Route[] = [
  getRoute('/v1/invoices/:id', {}, (work, _given, { path }) => work.need('invoice', path.id!)),
  listRoute('/v1/invoices', 'invoice', {
    shape: {
      customer: text.optional(),
      subscription: text.optional(),
      collection_method: choice('charge_automatically', 'send_invoice').optional(),
      status: choice('draft', 'open', 'paid', 'uncollectible', 'void').optional(),
    },
    facts: ['customer', 'subscription', 'status', 'collection_method'],
  }),
];

export const invoicePaymentRoutes: readonly Route[] = [
  getRoute('/v1/invoice_payments/:id', {}, (work, _given, { path }) =>
    work.need('invoice_payment', path.id!),
  ),
  listRoute('/v1/invoice_payments', 'invoice_payment', {
    shape: {
      invoice: text.optional(),
      status: choice('open', 'paid', 'canceled').optional(),
      payment: fields({
        type: choice('payment_intent', 'payment_record'),
        payment_intent: text.optional(),
        payment_record: text.optional(),
      }).optional(),
    },
    facts: ['invoice', 'status'],
    query: ({ payment }) => ({
      all: payment?.payment_intent ? [`payment_intent:${payment.payment_intent}`] : [],
    }),
  }),
];

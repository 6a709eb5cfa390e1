import { listRoute } from '../wire/listRoute.ts';
import { choice, fields, text } from '../wire/parameters.ts';
import { getRoute, type Route } from '../wire/route.ts';

const path = '/v1/invoice_payments';

export const invoicePaymentRoutes: readonly Route[] = [
  getRoute(`${path}/:id`, {}, (work, _given, call) => work.need('invoice_payment', call.path.id!)),
  listRoute(path, 'invoice_payment', {
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

import type { Stripe } from '../../ground/stripe.ts';
import { idOf } from '../store/objectTypes.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { listRoute } from '../wire/listRoute.ts';
import { text } from '../wire/parameters.ts';
import { getRoute, type Route } from '../wire/route.ts';

const type = 'radar.early_fraud_warning';

/** A bank believes that a charge is fraud: there is time to give it back before it is disputed. */
export function warnOfFraud(work: Work, charge: Stripe.Charge): void {
  const intent = idOf(charge.payment_intent);
  const warning: Stripe.Radar.EarlyFraudWarning = {
    id: newStripeId('issfr', 24),
    object: type,
    actionable: true,
    charge: charge.id,
    created: work.at,
    fraud_type: 'made_with_stolen_card',
    livemode: false,
    ...(intent && { payment_intent: intent }),
  };
  work.save(type, warning);
  work.emit('radar.early_fraud_warning.created', warning);
}

/** What is given back or disputed needs no warning any more. */
export async function settleWarnings(work: Work, charge: Stripe.Charge): Promise<void> {
  const { data } = await work.list(type, { all: [`charge:${charge.id}`] });
  for (const warning of data.filter(({ actionable }) => actionable)) {
    warning.actionable = false;
    work.save(type, warning);
    work.emit('radar.early_fraud_warning.updated', warning, { actionable: true });
  }
}

const path = '/v1/radar/early_fraud_warnings';

export const fraudWarningRoutes: readonly Route[] = [
  getRoute(`${path}/:id`, {}, (work, _given, { path: { id } }) => work.need(type, id!)),
  listRoute(path, type, {
    shape: { charge: text.optional(), payment_intent: text.optional() },
    facts: ['charge', 'payment_intent'],
  }),
];

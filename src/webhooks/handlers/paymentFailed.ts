import { outcome } from '../../checkout/outcome.ts';
import { pledgeOfPayment } from '../../checkout/readPayment.ts';
import { fromUnixSeconds } from '../../ground/clock.ts';
import { type Handler, notOurs } from '../handler.ts';

/** A payment was refused, once or several times: each refused charge counts once, whichever event tells of it first. */
export const paymentFailed: Handler = async (id, sources) => {
  const { stripe } = sources;
  const pledge = await pledgeOfPayment(sources, await stripe.paymentIntents.retrieve(id));
  if (!pledge) return notOurs;
  const { data } = await stripe.charges.list({ payment_intent: id, limit: 100 });
  return outcome(pledge.publisher, {
    declines: data
      .filter(({ status }) => status === 'failed')
      .map((charge) => ({
        chargeId: charge.id,
        publisher: pledge.publisher,
        at: fromUnixSeconds(charge.created),
        code: charge.outcome?.reason ?? charge.failure_code,
      })),
  });
};

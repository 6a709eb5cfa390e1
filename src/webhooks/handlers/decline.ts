import { outcome } from '../../checkout/outcome.ts';
import { pledgeOfCharge } from '../../checkout/readPayment.ts';
import { fromUnixSeconds } from '../../ground/clock.ts';
import { type Handler, notOurs } from '../handler.ts';

/** A card was refused. The reader stays on Stripe's page, free to try another: nothing changes but the count. */
export const decline: Handler = async (id, sources) => {
  const found = await sources.stripe.charges.retrieve(id);
  if (found.status !== 'failed') return { ignored: `the charge is ${found.status} by now` };
  const pledge = await pledgeOfCharge(sources, found);
  if (!pledge) return notOurs;
  return outcome(pledge.publisher, {
    declines: [
      {
        chargeId: id,
        publisher: pledge.publisher,
        at: fromUnixSeconds(found.created),
        code: found.outcome?.reason ?? found.failure_code,
      },
    ],
  });
};

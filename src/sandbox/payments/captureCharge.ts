import type { Stripe } from '../../ground/stripe.ts';
import { cardBehind } from '../people/paymentMethods.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { ApiError, invalidParameter } from '../wire/apiError.ts';
import { settleCharge } from './confirm.ts';

/** Takes the money that a card was held for, or a part of it; the rest is let go. @throws ApiError */
export async function captureIntent(
  work: Work,
  intent: Stripe.PaymentIntent,
  asked: { readonly amount: number | undefined; readonly param: string },
): Promise<Stripe.Charge> {
  const charge = await work.need('charge', idOf(intent.latest_charge)!);
  if (charge.captured)
    throw new ApiError({
      code: 'charge_already_captured',
      message: `Charge ${charge.id} has already been captured.`,
    });
  const amount = asked.amount ?? intent.amount_capturable;
  if (amount < 1 || amount > intent.amount_capturable)
    throw invalidParameter(
      asked.param,
      'The payment could not be captured because the requested capture amount is not between 1 and the amount you can capture.',
      'amount_too_large',
    );
  charge.captured = true;
  charge.amount_captured = amount;
  const method = await work.need('payment_method', idOf(intent.payment_method)!);
  settleCharge(work, charge, await cardBehind(work, method));
  Object.assign(intent, {
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: amount,
  } satisfies Partial<Stripe.PaymentIntent>);
  work.save('charge', charge);
  work.save('payment_intent', intent);
  work.emit('charge.captured', charge);
  work.emit('payment_intent.succeeded', intent);
  return charge;
}

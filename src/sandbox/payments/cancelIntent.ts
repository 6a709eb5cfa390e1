import type { Stripe } from '../../ground/stripe.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';

/** Gives back what a card was only held for. No money moves: none had come. */
async function releaseCharge(work: Work, intent: Stripe.PaymentIntent): Promise<void> {
  const charge = await work.need('charge', idOf(intent.latest_charge)!);
  charge.amount_refunded = charge.amount;
  charge.refunded = true;
  work.save('charge', charge);
  work.emit('charge.refunded', charge, { amount_refunded: 0, refunded: false });
}

/** Ends an intent that was not paid: no card can be charged for it any more. */
export async function cancelIntent(
  work: Work,
  intent: Stripe.PaymentIntent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): Promise<void> {
  if (intent.status === 'requires_capture') await releaseCharge(work, intent);
  Object.assign(intent, {
    status: 'canceled',
    amount_capturable: 0,
    canceled_at: work.at,
    cancellation_reason: reason,
    next_action: null,
  } satisfies Partial<Stripe.PaymentIntent>);
  work.save('payment_intent', intent);
  work.emit('payment_intent.canceled', intent);
}

import type { Stripe } from '../../ground/stripe.ts';
import { onClockOf } from '../people/onClock.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { type BankStep, refuseAuthentication } from './bankStep.ts';
import { confirmWithConsequences } from './intentConfirmation.ts';

/** The bank's answer to a payment that waits for it. */
export async function answerForBank(
  wall: Work,
  intent: Stripe.PaymentIntent,
  step: BankStep,
  isConfirmed: boolean,
): Promise<void> {
  const work = await onClockOf(wall, idOf(intent.customer));
  const method = await work.need('payment_method', step.method);
  if (!isConfirmed) return refuseAuthentication(work, intent, method);
  if (intent.confirmation_method === 'automatic') {
    const options = { method, isOffSession: false, isAuthenticated: true };
    await confirmWithConsequences(work, intent, options);
    return;
  }
  // The server that asked for it confirms once more.
  Object.assign(intent, {
    status: 'requires_confirmation',
    next_action: null,
  } satisfies Partial<Stripe.PaymentIntent>);
  const hidden: BankStep = { ...step, isAuthenticated: true };
  work.save('payment_intent', intent, { hidden });
}

import type { Stripe } from '../../ground/stripe.ts';
import type { BankStep } from '../payments/bankStep.ts';
import { onClockOf } from '../people/onClock.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { confirmSetup, failSetup } from './confirmSetup.ts';

/** The bank's answer to a set-up that waits for it. */
export async function answerSetupForBank(
  wall: Work,
  intent: Stripe.SetupIntent,
  step: BankStep,
  isConfirmed: boolean,
): Promise<void> {
  const work = await onClockOf(wall, idOf(intent.customer));
  const method = await work.need('payment_method', step.method);
  if (isConfirmed) await confirmSetup(work, intent, { method, isAuthenticated: true });
  else
    failSetup(work, intent, {
      code: 'setup_intent_authentication_failure',
      doc_url: 'https://docs.stripe.com/error-codes/setup-intent-authentication-failure',
      message:
        'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
      payment_method: structuredClone(method),
      type: 'invalid_request_error',
    });
}

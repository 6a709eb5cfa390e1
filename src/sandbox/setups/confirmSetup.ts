import type { Stripe } from '../../ground/stripe.ts';
import { type BankStep, nextActionOf } from '../payments/bankStep.ts';
import { asErrorOf } from '../payments/cardError.ts';
import { type MethodGiven, methodGiven } from '../payments/intentMethod.ts';
import { type Decline, declineOf } from '../payments/testCards.ts';
import { unexpectedState } from '../payments/unexpectedState.ts';
import {
  attachPaymentMethod,
  cardBehind,
  markSetUp,
  readyPaymentMethod,
} from '../people/paymentMethods.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';

export interface SetupOptions {
  readonly method: Stripe.PaymentMethod;
  readonly isAuthenticated?: boolean;
  readonly returnUrl?: string | undefined;
}

/** The intent needs another card; tells of it. */
export function failSetup(
  work: Work,
  intent: Stripe.SetupIntent,
  error: Stripe.SetupIntent.LastSetupError,
): void {
  Object.assign(intent, {
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_setup_error: error,
  } satisfies Partial<Stripe.SetupIntent>);
  work.save('setup_intent', intent);
  work.emit('setup_intent.setup_failed', intent);
}

/** Asks the bank whether a card may be kept; what comes of it is kept and told. @returns the refusal, if there is one */
export async function confirmSetup(
  work: Work,
  intent: Stripe.SetupIntent,
  { method, isAuthenticated = false, returnUrl }: SetupOptions,
): Promise<Decline | undefined> {
  const card = await cardBehind(work, method);
  intent.payment_method = method.id;
  intent.next_action = null;
  const asks = card.authentication === 'always' || card.authentication === 'once';
  if (asks && !isAuthenticated) {
    const hidden: BankStep = { method: method.id, returnUrl: returnUrl ?? null };
    intent.status = 'requires_action';
    intent.next_action = nextActionOf(work, intent.id, hidden.returnUrl);
    work.save('setup_intent', intent, { hidden });
    work.emit('setup_intent.requires_action', intent);
    return undefined;
  }
  if (card.decline && !card.attaches) {
    const decline = declineOf(card.decline);
    failSetup(work, intent, {
      code: decline.code as NonNullable<Stripe.SetupIntent.LastSetupError['code']>,
      ...(decline.advice && { advice_code: decline.advice }),
      ...(decline.declineCode && { decline_code: decline.declineCode }),
      doc_url: `https://docs.stripe.com/error-codes/${decline.code.replaceAll('_', '-')}`,
      message: decline.message,
      payment_method: structuredClone(method),
      type: 'card_error',
    });
    return decline;
  }
  intent.status = 'succeeded';
  intent.last_setup_error = null;
  work.save('setup_intent', intent);
  work.emit('setup_intent.succeeded', intent);
  markSetUp(work, method, card);
  const customer = idOf(intent.customer);
  if (customer && !method.customer) attachPaymentMethod(work, method, customer);
  return undefined;
}

const confirmable = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/**
 * Confirms a set-up intent as a request asks.
 * @throws ApiError where its state or its card forbids it
 */
export async function confirmSetupAsAsked(
  work: Work,
  intent: Stripe.SetupIntent,
  given: MethodGiven & { readonly return_url?: string | undefined },
): Promise<void> {
  if (!confirmable.includes(intent.status))
    throw unexpectedState(
      intent,
      `You cannot confirm this SetupIntent because it has a status of ${intent.status}. Only a SetupIntent with one of the following statuses may be confirmed: ${confirmable.join(', ')}.`,
    );
  const own = idOf(intent.payment_method);
  const method =
    (await methodGiven(work, given, idOf(intent.customer))) ??
    (own === null ? undefined : await readyPaymentMethod(work, own, 'payment_method'));
  if (!method)
    throw unexpectedState(
      intent,
      "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.",
    );
  const decline = await confirmSetup(work, intent, { method, returnUrl: given.return_url });
  if (decline) throw asErrorOf(decline, intent);
}

import type { Stripe } from '../../ground/stripe.ts';
import { afterCharge } from '../money/afterCharge.ts';
import { settle } from '../money/exchange.ts';
import { chargeFees } from '../money/fees.ts';
import { cardBehind, markSetUp, type PaymentMethodHidden } from '../people/paymentMethods.ts';
import type { Work } from '../store/work.ts';
import { moveBalance } from './balanceTransactions.ts';
import { type BankStep, nextActionOf } from './bankStep.ts';
import { buildCharge } from './charges.ts';
import { type Decline, declineOf, type TestCard } from './testCards.ts';

export interface ConfirmOptions {
  readonly method: Stripe.PaymentMethod;
  /** The person is not there to authenticate: a renewal. */
  readonly isOffSession: boolean;
  readonly isAuthenticated?: boolean;
  /** Where the person comes back to from their bank; without it they are not sent there. */
  readonly returnUrl?: string | undefined;
}

export type Outcome =
  | { readonly result: 'succeeded' | 'requires_action' | 'requires_capture' }
  | { readonly result: 'declined'; readonly decline: Decline };

async function verdictOf(
  work: Work,
  card: TestCard,
  { method, isOffSession, isAuthenticated }: ConfirmOptions,
): Promise<'pay' | 'authenticate' | Decline> {
  const isSetUp = (await work.hiddenOf<PaymentMethodHidden>(method.id))?.isSetUp ?? false;
  const asks = card.authentication === 'always' || (card.authentication === 'once' && !isSetUp);
  if (asks && !isAuthenticated) return isOffSession ? declineOf('authentication') : 'authenticate';
  return card.decline ? declineOf(card.decline) : 'pay';
}

/** What a card will do when it is charged, without charging it. */
export async function foretell(
  work: Work,
  options: ConfirmOptions,
): Promise<'pay' | 'authenticate' | 'decline'> {
  const verdict = await verdictOf(work, await cardBehind(work, options.method), options);
  return typeof verdict === 'string' ? verdict : 'decline';
}

function errorOf(method: Stripe.PaymentMethod, charge: string, decline: Decline) {
  return {
    charge,
    code: decline.code as NonNullable<Stripe.PaymentIntent.LastPaymentError['code']>,
    ...(decline.advice && { advice_code: decline.advice }),
    ...(decline.declineCode && { decline_code: decline.declineCode }),
    doc_url: `https://docs.stripe.com/error-codes/${decline.code.replaceAll('_', '-')}`,
    message: decline.message,
    payment_method: structuredClone(method),
    type: 'card_error',
  } as const;
}

/** Books what a captured charge brings, less the fees. */
export function settleCharge(work: Work, charge: Stripe.Charge, card: TestCard): void {
  const settlement = settle({ amount: charge.amount_captured, currency: charge.currency });
  const transaction = moveBalance(work, {
    amount: settlement.amount,
    currency: settlement.currency,
    exchangeRate: settlement.rate,
    fees: chargeFees(settlement),
    type: 'charge',
    reportingCategory: 'charge',
    source: charge.id,
    description: charge.description,
    ...(card.bypassesPending && { availableOn: work.at }),
  });
  charge.balance_transaction = transaction.id;
  afterCharge(work, charge, card);
}

/** Charges a card for an intent, as far as the card allows; keeps all that comes of it and tells of it. */
export async function confirmIntent(
  work: Work,
  intent: Stripe.PaymentIntent,
  options: ConfirmOptions,
): Promise<Outcome> {
  const { method, isAuthenticated = false } = options;
  const card = await cardBehind(work, method);
  const verdict = await verdictOf(work, card, options);
  intent.payment_method = method.id;
  intent.next_action = null;
  if (verdict === 'authenticate') {
    intent.status = 'requires_action';
    const returnUrl = options.returnUrl ?? null;
    intent.next_action = nextActionOf(work, intent.id, returnUrl);
    const hidden: BankStep = { method: method.id, returnUrl };
    work.save('payment_intent', intent, { hidden });
    work.emit('payment_intent.requires_action', intent);
    return { result: 'requires_action' };
  }
  const decline = verdict === 'pay' ? undefined : verdict;
  const charge = buildCharge(work, { intent, method, card, decline, isAuthenticated });
  intent.latest_charge = charge.id;
  if (decline) {
    intent.status = 'requires_payment_method';
    intent.payment_method = null;
    intent.last_payment_error = errorOf(method, charge.id, decline);
    work.save('charge', charge);
    work.save('payment_intent', intent);
    work.emit('charge.failed', charge);
    work.emit('payment_intent.payment_failed', intent);
    return { result: 'declined', decline };
  }
  intent.last_payment_error = null;
  if (isAuthenticated && card.authentication === 'once') markSetUp(work, method, card);
  if (intent.capture_method === 'manual') {
    Object.assign(charge, { captured: false, amount_captured: 0 });
    intent.status = 'requires_capture';
    intent.amount_capturable = intent.amount;
    work.save('charge', charge);
    work.save('payment_intent', intent);
    work.emit('charge.succeeded', charge);
    work.emit('payment_intent.amount_capturable_updated', intent);
    return { result: 'requires_capture' };
  }
  settleCharge(work, charge, card);
  intent.status = 'succeeded';
  intent.amount_received = intent.amount;
  work.save('charge', charge);
  work.save('payment_intent', intent);
  work.emit('charge.succeeded', charge);
  work.emit('payment_intent.succeeded', intent);
  return { result: 'succeeded' };
}

import type { Stripe } from '../../ground/stripe.ts';
import { type TestCard, testCardNamed, testCardOf } from '../payments/testCards.ts';
import { idFrom, newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { ApiError, resourceMissing } from '../wire/apiError.ts';

export interface CardFacts {
  readonly card: TestCard;
  readonly expMonth: number;
  readonly expYear: number;
  readonly name?: string | null;
  readonly email?: string | null;
}

/** What is kept beside a payment method: which test card it is, and whether the person authenticated it for later. */
export interface PaymentMethodHidden {
  readonly number: string;
  readonly isSetUp?: boolean;
  /** Who was let go once is of no use any more, to nobody. */
  readonly isDetached?: boolean;
}

const display = { discover: 'discover', diners: 'diners_club' } as Record<string, string>;

/** A card as Stripe shows it; of its number only the last four digits. */
function buildCard({ card, expMonth, expYear }: CardFacts): Stripe.PaymentMethod.Card {
  return {
    brand: card.brand,
    checks: {
      address_line1_check: null,
      address_postal_code_check: null,
      cvc_check: card.decline === 'incorrectCvc' ? 'fail' : 'pass',
    },
    country: 'US',
    display_brand: display[card.brand] ?? card.brand,
    exp_month: expMonth,
    exp_year: expYear,
    fingerprint: idFrom('', card.number),
    funding: card.funding,
    generated_from: null,
    last4: card.number.slice(-4),
    networks: { available: [card.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

/** Makes a payment method of a test card and keeps it. */
export function createPaymentMethod(work: Work, facts: CardFacts): Stripe.PaymentMethod {
  const method: Stripe.PaymentMethod = {
    id: newStripeId('pm_1', 23).replace('pm_1_', 'pm_1'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: {
      address: {
        city: null,
        country: null,
        line1: null,
        line2: null,
        postal_code: null,
        state: null,
      },
      email: facts.email ?? null,
      name: facts.name ?? null,
      phone: null,
      tax_id: null,
    },
    card: buildCard(facts),
    created: work.at,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  };
  const hidden: PaymentMethodHidden = { number: facts.card.number };
  work.save('payment_method', method, { hidden });
  return method;
}

/** @throws ApiError for what was detached from its customer: it can be neither charged nor attached again */
export async function checkUsable(work: Work, method: Stripe.PaymentMethod): Promise<void> {
  if (!(await work.hiddenOf<PaymentMethodHidden>(method.id))?.isDetached) return;
  throw new ApiError({
    param: 'payment_method',
    message:
      'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
  });
}

/** A payment method by its id, or a fresh one where a name such as pm_card_visa stands for it. @throws ApiError */
export async function readyPaymentMethod(
  work: Work,
  id: string,
  param: string,
): Promise<Stripe.PaymentMethod> {
  const named = testCardNamed(id);
  if (!named) {
    const method = await work.need('payment_method', id, param);
    await checkUsable(work, method);
    return method;
  }
  const year = new Date(work.at * 1000).getUTCFullYear();
  return createPaymentMethod(work, { card: named, expMonth: 12, expYear: year + 2 });
}

/** The test card behind a payment method. @throws ApiError */
export async function cardBehind(work: Work, method: Stripe.PaymentMethod): Promise<TestCard> {
  const hidden = await work.hiddenOf<PaymentMethodHidden>(method.id);
  const card = hidden && testCardOf(hidden.number);
  if (!card) throw resourceMissing('payment_method', method.id);
  return card;
}

/** Keeps a payment method for a customer, and tells of it. */
export function attachPaymentMethod(work: Work, method: Stripe.PaymentMethod, customer: string) {
  method.customer = customer;
  work.save('payment_method', method);
  work.emit('payment_method.attached', method);
}

/** The person agreed with their bank that this card may be charged later. */
export function markSetUp(work: Work, method: Stripe.PaymentMethod, card: TestCard): void {
  const hidden: PaymentMethodHidden = { number: card.number, isSetUp: true };
  work.save('payment_method', method, { hidden });
}

/** Lets a customer's payment method go for good, and tells of it. */
export async function detachPaymentMethod(work: Work, method: Stripe.PaymentMethod): Promise<void> {
  const owner = method.customer;
  const before = (await work.hiddenOf<PaymentMethodHidden>(method.id))!;
  const hidden: PaymentMethodHidden = { ...before, isDetached: true };
  method.customer = null;
  work.save('payment_method', method, { hidden });
  work.emit('payment_method.detached', method, { customer: owner });
}

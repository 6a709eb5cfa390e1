// Stripe's test cards and what each does: https://docs.stripe.com/testing

/** Why a card is refused, in Stripe's words. */
export interface Decline {
  readonly code: string;
  readonly declineCode: string | null;
  readonly message: string;
  readonly advice: 'confirm_card_data' | 'do_not_try_again' | 'try_again_later' | null;
}

const declines = {
  generic: ['card_declined', 'generic_decline', 'Your card was declined.', 'try_again_later'],
  insufficientFunds: [
    'card_declined',
    'insufficient_funds',
    'Your card has insufficient funds.',
    'try_again_later',
  ],
  lost: ['card_declined', 'lost_card', 'Your card was declined.', 'do_not_try_again'],
  stolen: ['card_declined', 'stolen_card', 'Your card was declined.', 'do_not_try_again'],
  velocity: [
    'card_declined',
    'card_velocity_exceeded',
    'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
    'try_again_later',
  ],
  fraudulent: ['card_declined', 'fraudulent', 'Your card was declined.', null],
  expired: ['expired_card', null, 'Your card has expired.', 'confirm_card_data'],
  incorrectCvc: [
    'incorrect_cvc',
    null,
    'Your card’s security code is incorrect.',
    'confirm_card_data',
  ],
  processing: [
    'processing_error',
    null,
    'An error occurred while processing your card. Try again in a little bit.',
    'try_again_later',
  ],
  authentication: [
    'authentication_required',
    'authentication_required',
    'Your card was declined. This transaction requires authentication.',
    null,
  ],
  incorrectNumber: ['incorrect_number', null, 'Your card number is incorrect.', null],
  invalidMonth: ['invalid_expiry_month', null, 'Your card’s expiration month is invalid.', null],
  invalidYear: ['invalid_expiry_year', null, 'Your card’s expiration year is invalid.', null],
  invalidCvc: ['invalid_cvc', null, 'Your card’s security code is invalid.', null],
  testModeLiveCard: [
    'card_declined',
    'test_mode_live_card',
    'Your card was declined. This is a sandbox: it takes test cards only, and keeps nothing of a real one.',
    null,
  ],
} as const satisfies Record<string, readonly [string, string | null, string, Decline['advice']]>;

export type DeclineName = keyof typeof declines;

export function declineOf(name: DeclineName): Decline {
  const [code, declineCode, message, advice] = declines[name];
  return { code, declineCode, message, advice };
}

type Brand = 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay';

export interface TestCard {
  readonly number: string;
  /** What it is called in pm_card_… and, without a prefix, in tok_…. */
  readonly name: string;
  readonly brand: Brand;
  readonly funding: 'credit' | 'debit' | 'prepaid';
  readonly decline?: DeclineName;
  /** Whether a decline comes already when the card is kept for a customer: all do but this one kind. */
  readonly attaches?: boolean;
  /** always: at each payment with the person present, and off-session refused; once: not again after it was set up. */
  readonly authentication?: 'always' | 'once' | 'supported';
  readonly dispute?: 'fraudulent' | 'product_not_received' | 'inquiry';
  readonly fraudWarning?: boolean;
  readonly bypassesPending?: boolean;
  readonly refund?: 'pending' | 'fails';
  readonly risk?: 'elevated' | 'highest' | 'blocked';
}

type Facts = Omit<TestCard, 'number' | 'name' | 'brand' | 'funding'>;

const card = (
  number: string,
  name: string,
  facts: Facts = {},
  brand: Brand = 'visa',
  funding: TestCard['funding'] = 'credit',
): TestCard => ({ number, name, brand, funding, ...facts });

export const testCards: readonly TestCard[] = [
  card('4242424242424242', 'visa'),
  card('4000056655665556', 'visa_debit', {}, 'visa', 'debit'),
  card('5555555555554444', 'mastercard', {}, 'mastercard'),
  card('2223003122003222', 'mastercard_two', {}, 'mastercard'),
  card('5200828282828210', 'mastercard_debit', {}, 'mastercard', 'debit'),
  card('5105105105105100', 'mastercard_prepaid', {}, 'mastercard', 'prepaid'),
  card('378282246310005', 'amex', {}, 'amex'),
  card('371449635398431', 'amex_two', {}, 'amex'),
  card('6011111111111117', 'discover', {}, 'discover'),
  card('3056930009020004', 'diners', {}, 'diners'),
  card('36227206271667', 'diners_14', {}, 'diners'),
  card('3566002020360505', 'jcb', {}, 'jcb'),
  card('6200000000000005', 'unionpay', {}, 'unionpay'),
  card('4000000000000002', 'visa_chargeDeclined', { decline: 'generic' }),
  card('4000000000009995', 'visa_chargeDeclinedInsufficientFunds', {
    decline: 'insufficientFunds',
  }),
  card('4000000000009987', 'visa_chargeDeclinedLostCard', { decline: 'lost' }),
  card('4000000000009979', 'visa_chargeDeclinedStolenCard', { decline: 'stolen' }),
  card('4000000000006975', 'visa_chargeDeclinedVelocityLimitExceeded', { decline: 'velocity' }),
  card('4000000000000069', 'chargeDeclinedExpiredCard', { decline: 'expired' }),
  card('4000000000000127', 'chargeDeclinedIncorrectCvc', { decline: 'incorrectCvc' }),
  card('4000000000000119', 'chargeDeclinedProcessingError', { decline: 'processing' }),
  card('4000000000000341', 'chargeCustomerFail', { decline: 'generic', attaches: true }),
  card('4000000000004954', 'riskLevelHighest', { risk: 'highest' }),
  card('4000000000009235', 'riskLevelElevated', { risk: 'elevated' }),
  card('4100000000000019', 'radarBlock', { decline: 'fraudulent', risk: 'blocked' }),
  card('4000002500003155', 'authenticationRequiredOnSetup', { authentication: 'once' }),
  card('4000002760003184', 'authenticationRequired', { authentication: 'always' }),
  card('4000000000003220', 'threeDSecure2Required', { authentication: 'always' }),
  card('4000000000003063', 'threeDSecureRequired', { authentication: 'always' }),
  card('4000008400001629', 'threeDSecureRequiredChargeDeclined', {
    authentication: 'always',
    decline: 'generic',
  }),
  card('4000008260003178', 'authenticationRequiredChargeDeclinedInsufficientFunds', {
    authentication: 'always',
    decline: 'insufficientFunds',
  }),
  card('4000000000003055', 'threeDSecureOptional', { authentication: 'supported' }),
  card('4000000000000259', 'createDispute', { dispute: 'fraudulent' }),
  card('4000000000002685', 'createDisputeProductNotReceived', { dispute: 'product_not_received' }),
  card('4000000000001976', 'createDisputeInquiry', { dispute: 'inquiry' }),
  card('4000000000005423', 'createIssuerFraudRecord', { fraudWarning: true }),
  card('4000000000000077', 'bypassPending', { bypassesPending: true }),
  card('4000003720000278', 'bypassPendingInternational', { bypassesPending: true }),
  card('4000000000007726', 'pendingRefund', { refund: 'pending' }),
  card('4000000000005126', 'refundFail', { refund: 'fails' }),
];

// Other names for the same cards, as Stripe's documents and tools use them.
const aliases: Record<string, string> = {
  chargeDeclined: 'visa_chargeDeclined',
  chargeDeclinedInsufficientFunds: 'visa_chargeDeclinedInsufficientFunds',
  authenticationRequiredSetupForOffSession: 'authenticationRequiredOnSetup',
  threeDSecureRequiredChargeDeclined: 'threeDSecureRequiredChargeDeclined',
  us: 'visa',
};

const byNumber = new Map(testCards.map((one) => [one.number, one]));
const byName = new Map(testCards.map((one) => [one.name, one]));

/** @param digits the number without spaces */
export const testCardOf = (digits: string): TestCard | undefined => byNumber.get(digits);

/** The card that a token or a ready-made payment method stands for: tok_visa, pm_card_visa. */
export function testCardNamed(token: string): TestCard | undefined {
  const name = /^(?:pm_card_|tok_)(\w+)$/.exec(token)?.[1];
  return name ? byName.get(aliases[name] ?? name) : undefined;
}

/** Whether the last digit is what the others make it, which catches slips of the hand. */
export function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const doubled = i % 2 === 0 ? Number(digit) : Number(digit) * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return /^\d{12,19}$/.test(digits) && sum % 10 === 0;
}

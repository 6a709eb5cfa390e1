import type { z } from 'zod';
import type { Stripe } from '../../ground/stripe.ts';
import { asErrorOf, asTypingError } from '../payments/cardError.ts';
import {
  declineOf,
  passesLuhn,
  type TestCard,
  testCardNamed,
  testCardOf,
} from '../payments/testCards.ts';
import type { Work } from '../store/work.ts';
import { invalidParameter } from '../wire/apiError.ts';
import {
  address,
  choice,
  clearable,
  email,
  fields,
  integer,
  mergeMetadata,
  metadata,
  text,
  textUpTo,
  toAddress,
  withoutEffect,
} from '../wire/parameters.ts';
import { createPaymentMethod } from './paymentMethods.ts';

export const billingDetails = fields({
  address: clearable(address).optional(),
  email: clearable(email).optional(),
  name: clearable(text).optional(),
  phone: clearable(textUpTo(20)).optional(),
  ...withoutEffect('tax_id'),
});

export const redisplay = choice('always', 'limited', 'unspecified').optional();

/** A new payment method, by itself or inside an intent's `payment_method_data`. */
export const newMethodShape = {
  type: choice('card'),
  card: fields({
    token: text.optional(),
    number: text.optional(),
    exp_month: integer.optional(),
    exp_year: integer.optional(),
    cvc: text.optional(),
    ...withoutEffect('networks'),
  }).optional(),
  billing_details: billingDetails.optional(),
  metadata: metadata.optional(),
  allow_redisplay: redisplay,
};

export type NewMethod = z.output<z.ZodObject<typeof newMethodShape, z.core.$strict>>;

function cardOf({ card: given }: NewMethod): TestCard {
  if (!given) throw invalidParameter('card', 'Missing required param: card.', 'parameter_missing');
  if (given.token) {
    const named = testCardNamed(given.token);
    if (!named)
      throw invalidParameter('card[token]', `No such token: '${given.token}'`, 'resource_missing');
    return named;
  }
  if (given.number === undefined)
    throw invalidParameter(
      'card[number]',
      'Missing required param: card[number].',
      'parameter_missing',
    );
  const digits = given.number.replace(/[\s-]/g, '');
  if (!passesLuhn(digits)) throw asTypingError('number', declineOf('incorrectNumber'));
  if (given.cvc !== undefined && !/^\d{3,4}$/.test(given.cvc))
    throw asTypingError('cvc', declineOf('invalidCvc'));
  const known = testCardOf(digits);
  if (!known) throw asErrorOf(declineOf('testModeLiveCard'));
  return known;
}

/** Checks until when a card is good: a month from 1 to 12, and a year of two or four digits. @throws ApiError card_error */
export function readExpiry(work: Work, month: number, year: number) {
  const now = new Date(work.at * 1000);
  const [thisYear, thisMonth] = [now.getUTCFullYear(), now.getUTCMonth() + 1];
  const whole = year >= 0 && year < 100 ? 2000 + year : year;
  if (month < 1 || month > 12) throw asTypingError('exp_month', declineOf('invalidMonth'));
  if (whole < thisYear || whole > thisYear + 50)
    throw asTypingError('exp_year', declineOf('invalidYear'));
  if (whole === thisYear && month < thisMonth)
    throw asTypingError('exp_month', declineOf('invalidMonth'));
  return { expMonth: month, expYear: whole };
}

/** Writes billing details onto a payment method; what is left out stays. */
export function setBilling(
  method: Stripe.PaymentMethod,
  given: NonNullable<z.output<typeof billingDetails>>,
): void {
  const { address: home, email: mail, name, phone } = given;
  const details = method.billing_details;
  if (home) details.address = toAddress(home);
  if (mail !== undefined) details.email = mail;
  if (name !== undefined) details.name = name;
  if (phone !== undefined) details.phone = phone;
}

/** Makes a payment method of what was given, and keeps it. @throws ApiError card_error for what is no test card */
export function makePaymentMethod(work: Work, given: NewMethod): Stripe.PaymentMethod {
  const year = new Date(work.at * 1000).getUTCFullYear() + 2;
  const method = createPaymentMethod(work, {
    card: cardOf(given),
    ...readExpiry(work, given.card?.exp_month ?? 12, given.card?.exp_year ?? year),
  });
  if (given.allow_redisplay) method.allow_redisplay = given.allow_redisplay;
  if (given.billing_details) setBilling(method, given.billing_details);
  method.metadata = mergeMetadata(null, given.metadata);
  work.save('payment_method', method);
  return method;
}

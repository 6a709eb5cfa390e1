import { beforeAll, expect, test } from 'vitest';
import { stripeApiVersion } from '../../src/ground/stripe.ts';
import type { Judge } from './traffic/createJudge.ts';
import type { Exchange } from './traffic/exchange.ts';
import { sdkJudge } from './traffic/sdkJudge.ts';

let judge: Judge;
beforeAll(async () => {
  judge = await sdkJudge();
});

const refund = {
  id: 're_1',
  object: 'refund',
  amount: 200,
  balance_transaction: 'txn_1',
  charge: 'ch_1',
  created: 1_790_000_000,
  currency: 'usd',
  customer: null,
  customer_account: null,
  metadata: {},
  payment_intent: 'pi_1',
  payment_method: 'pm_1',
  reason: null,
  receipt_number: null,
  source_transfer_reversal: null,
  status: 'succeeded',
  transfer_reversal: null,
};

/** A request that was taken; say only what the test is about. */
function exchange(differs: Partial<Exchange> = {}): Exchange {
  return {
    method: 'POST',
    path: '/v1/refunds',
    form: 'charge=ch_1&amount=200',
    apiVersion: stripeApiVersion,
    status: 200,
    wrongOnPurpose: false,
    answer: JSON.stringify(refund),
    ...differs,
  };
}
const faultsOf = (differs: Partial<Exchange>) => judge.judgeExchange(exchange(differs));
const answering = (value: unknown) => faultsOf({ answer: JSON.stringify(value) });

test('what is right passes', () => {
  expect(faultsOf({})).toEqual([]);
});

test.each([
  ['payment_method_types[0]=card', 'sends has the unknown field payment_method_types'],
  ['ui_mode=hosted', 'ui_mode must be one of'],
  ['line_items[0][price_data][recurring][interval]=monthly', 'interval must be one of day | month'],
  [
    'line_items[0][price_data][custom_unit_amount][enabled]=true',
    'line_items.0.price_data has the unknown field custom_unit_amount',
  ],
  ['favourite_colour=blue', 'has the unknown field favourite_colour'],
  ['line_items[0][quantity]=1.5', 'line_items.0.quantity must match pattern'],
  ['allow_promotion_codes=yes', 'allow_promotion_codes must be one of false | true, not "yes"'],
  ['line_items=3', 'line_items must be array, not "3"'],
])('a request to begin a checkout that says %s is named', (form, verdict) => {
  const path = '/v1/checkout/sessions';
  const faults = faultsOf({ path, form }).filter((one) => one.startsWith(`POST ${path} sends`));
  expect(faults.join('\n')).toContain(verdict);
});

test('a request that leaves out what it must say is named', () => {
  expect(faultsOf({ path: '/v1/payment_intents', form: 'currency=usd' })).toContain(
    'POST /v1/payment_intents sends lacks amount',
  );
});

test('a wrong request that was refused is named, save where a test means it', () => {
  const error = { type: 'invalid_request_error', message: 'No.', code: 'parameter_unknown' };
  const refused = {
    path: '/v1/checkout/sessions',
    form: 'payment_method_types[0]=card',
    status: 400,
    answer: JSON.stringify({ error }),
  };
  const named = ['POST /v1/checkout/sessions sends has the unknown field payment_method_types'];
  expect(faultsOf(refused)).toEqual(named);
  expect(faultsOf({ ...refused, wrongOnPurpose: true })).toEqual([]);
  expect(faultsOf({ ...refused, status: 200, wrongOnPurpose: true })).toEqual(
    expect.arrayContaining(named),
  );
});

test('a request that Stripe has no place for is named', () => {
  expect(faultsOf({ path: '/v1/gifts' })).toEqual(["POST /v1/gifts is not in Stripe's API"]);
});

test('a request of an older client is not held to the types of today', () => {
  expect(faultsOf({ form: 'payment_method_types[0]=card', apiVersion: undefined })).toEqual([]);
});

test('an invented field in an answer is named', () => {
  expect(answering({ ...refund, mood: 'good' })).toEqual([
    'POST /v1/refunds answers refund has the unknown field mood',
  ]);
});

test('a field that is always there and is missing from an answer is named', () => {
  const { receipt_number: _, ...rest } = refund;
  expect(answering(rest)).toEqual(['POST /v1/refunds answers refund lacks receipt_number']);
});

test('values of the wrong kind in an answer are named', () => {
  const wrong = { ...refund, amount: '200', created: 1.5, reason: 'because', currency: null };
  expect(answering(wrong)).toEqual([
    'POST /v1/refunds answers refund: amount must be integer, not "200"',
    'POST /v1/refunds answers refund: created must be integer, not 1.5',
    'POST /v1/refunds answers refund: currency must be string, not null',
    expect.stringContaining('refund: reason must be one of'),
  ]);
});

test('an answer with another object than was asked for is named', () => {
  expect(faultsOf({ path: '/v1/customers', form: '' })).toEqual([
    'POST /v1/customers answers: object must be one of customer, not "refund"',
  ]);
});

test('what lies inside a list, or was expanded, is judged as strictly', () => {
  const list = { object: 'list', data: [{ ...refund, mood: 'good' }], has_more: false, url: '/' };
  const faults = faultsOf({ method: 'GET', form: '', answer: JSON.stringify(list) });
  expect(faults).toEqual(['GET /v1/refunds answers refund has the unknown field mood']);
  const charge = { ...refund, charge: { id: 'ch_1', object: 'charge' } };
  expect(answering(charge)).toContain('POST /v1/refunds answers charge lacks amount_captured');
});

test('an event is judged by its type, with what it holds and what changed', () => {
  const event = {
    id: 'evt_1',
    object: 'event',
    api_version: stripeApiVersion,
    created: 1_790_000_000,
    data: { object: refund, previous_attributes: { status: 'pending', metadata: { a: null } } },
    livemode: false,
    pending_webhooks: 1,
    request: null,
    type: 'refund.updated',
  };
  const faultsIn = (value: unknown) => judge.judgeEvent(JSON.stringify(value));
  expect(faultsIn(event)).toEqual([]);
  expect(faultsIn({ ...event, type: 'refund.lost' })).toEqual([
    'a delivery holds an unknown object: event refund.lost',
  ]);
  const changed = { object: refund, previous_attributes: { status: 'gone', colour: 'blue' } };
  expect(faultsIn({ ...event, data: changed })).toEqual([
    'a delivery event refund.updated: previous_attributes has the unknown field colour',
  ]);
  expect(faultsIn({ ...event, data: { object: { ...refund, object: 'charge' } } })).toContain(
    'a delivery event refund.updated: data.object.object must be one of refund, not "charge"',
  );
});

test('a refusal must be in the shape of one', () => {
  const error = { type: 'invalid_request_error', message: 'No.', code: 'resource_missing' };
  const refusing = (body: unknown) => faultsOf({ status: 400, answer: JSON.stringify(body) });
  expect(refusing({ error })).toEqual([]);
  expect(refusing({ error: { ...error, type: 'bad_request', hint: 'try' } })).toEqual([
    expect.stringContaining('has the unknown field hint'),
    expect.stringMatching('type must be one of .*, not "bad_request"'),
  ]);
  expect(refusing({ message: 'No.' }).length).toBeGreaterThan(0);
  expect(faultsOf({ answer: '<html>' })).toEqual(['POST /v1/refunds answers 200 with no JSON']);
});

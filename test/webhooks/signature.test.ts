import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { Problem } from '../../src/ground/problem.ts';
import { verifyEvent } from '../../src/webhooks/signature.ts';

const now = new Date('2026-11-24T12:00:00Z');
const clock = { now: () => now };
const seconds = now.getTime() / 1000;
const body = '{\n  "id": "evt_1",\n  "object": "event"\n}';
const secret = 'whsec_present_0123456789';

const sign = (different: { payload?: string; secret?: string; timestamp?: number } = {}) =>
  Stripe.webhooks.generateTestHeaderString({
    payload: body,
    secret,
    timestamp: seconds,
    ...different,
  });
const verify = (header: string | undefined, secrets = [secret], bytes = body) =>
  verifyEvent(Buffer.from(bytes), header, secrets, clock);
const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return `${error.type}: ${error.detail}`;
    throw error;
  }
  return 'accepted';
};

test('a body signed with the secret is accepted', () => {
  expect(verify(sign()).id).toBe('evt_1');
});

test('while a secret rotates both are accepted, and afterwards the old one is not', () => {
  const header = sign({ secret: 'whsec_former_0123456789' });
  expect(verify(header, [secret, 'whsec_former_0123456789']).id).toBe('evt_1');
  expect(refusal(() => verify(header, [secret]))).toMatch(/does not fit/);
});

test('a header with one signature for each of two active secrets is accepted', () => {
  const other = sign({ secret: 'whsec_other_0123456789' }).split(',')[1];
  expect(verify(`${sign()},${other}`).id).toBe('evt_1');
});

test.each([
  [-300, 'accepted'],
  [-301, /too old/],
  [300, 'accepted'],
  [301, /from the future/],
  [365 * 86_400, /from the future/],
])('a signature %i seconds from now is judged by its age both ways', (offset, expected) => {
  expect(refusal(() => verify(sign({ timestamp: seconds + offset })))).toMatch(expected);
});

test.each([
  ['missing', undefined],
  ['empty', ''],
  ['garbage', 'garbage'],
  ['without a time', sign().split(',')[1]],
  ['with two times', `t=${seconds},${sign()}`],
  ['with an empty signature', `t=${seconds},v1=`],
  ['with an old scheme only', sign().replace('v1=', 'v0=')],
  ['made with another secret', sign({ secret: 'whsec_wrong_0123456789' })],
])('a header that is %s is refused as unsigned, never as our fault', (_, header) => {
  expect(refusal(() => verify(header))).toMatch(/^invalid_signature/);
});

test('a body written anew, though it says the same, is refused', () => {
  expect(refusal(() => verify(sign(), [secret], JSON.stringify(JSON.parse(body))))).toMatch(
    /does not fit/,
  );
});

test('without any secret nothing is accepted', () => {
  expect(refusal(() => verify(sign(), []))).toMatch(/does not fit/);
});

test('a signed body that is not JSON, or is a thin event, is refused', () => {
  for (const payload of ['not json', '{"object":"v2.core.event"}']) {
    expect(refusal(() => verify(sign({ payload }), [secret], payload))).toMatch(
      /^invalid_signature/,
    );
  }
});

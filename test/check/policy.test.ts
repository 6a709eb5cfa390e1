import { expect, test } from 'vitest';
import { judgePolicies, readPolicies } from '../../src/check/policy.ts';

const judge = (header: string, nonce?: string) =>
  judgePolicies(readPolicies(header), {
    origin: new URL('https://support.example.org'),
    self: 'https://www.planet.example',
    nonce,
  });

// Policy, and whether it lets the script run and the widget ask.
const cases: [policy: string, script: boolean, connect: boolean][] = [
  ["img-src 'none'", true, true],
  ["default-src 'self'", false, false],
  ["default-src 'self'; connect-src *", false, true],
  ['script-src https://support.example.org; connect-src support.example.org', true, true],
  ['script-src https://*.example.org; connect-src https:', true, true],
  ['script-src http://support.example.org', true, true],
  ['script-src https://support.example.org:8443', false, true],
  ["script-src 'none'; connect-src 'none'", false, false],
  ["script-src https://support.example.org 'strict-dynamic' 'nonce-other'", false, true],
  ["script-src 'unsafe-inline' 'self'", false, true],
  ["script-src 'self'; script-src-elem https://support.example.org", true, true],
  ["default-src https:, script-src 'self'", false, true],
];

test.each(cases)('%s: script %s, requests %s', (policy, script, connect) => {
  expect(judge(policy)).toMatchObject({ script, connect });
});

test('a nonce lets the tag run that carries it, and no other', () => {
  const policy = "script-src 'nonce-abc' 'strict-dynamic'; connect-src https://support.example.org";
  expect(judge(policy, 'abc')).toEqual({ script: true, connect: true, usesNonce: true });
  expect(judge(policy, 'xyz').script).toBe(false);
  expect(judge(policy).script).toBe(false);
});

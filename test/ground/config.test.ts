import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../src/ground/config.ts';
import { environmentSchema } from '../../src/ground/environment.ts';
import { lostSecret, secretsIn } from '../../src/ground/secrets.ts';
import { readSettings } from '../../src/ground/settings.ts';

const reasonsFor = (variables: Record<string, string>): readonly string[] => {
  try {
    readConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error.reasons;
    throw error;
  }
  return [];
};

const postgres = { DATABASE_URL: 'postgres://localhost/smallfavor', APP_SECRET: 'x'.repeat(32) };
const stripe = { STRIPE_SECRET_KEY: 'sk_test_123456789', STRIPE_WEBHOOK_SECRETS: 'whsec_12345678' };

describe('the environment', () => {
  test('may be empty: then everything runs on one machine, with the sandbox', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      port: 3000,
      publicUrl: 'http://localhost:3000',
      sandboxPort: 12111,
    });
    expect(config.databaseUrl).toBeUndefined();
  });

  test('takes an empty value for an absent one', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' }).port).toBe(3000);
  });

  test('tells every mistake at once', () => {
    const reasons = reasonsFor({
      PORT: 'eighty',
      PUBLIC_URL: 'support.example.org',
      DATABASE_URL: 'mysql://localhost/x',
      REDIS_URL: 'localhost:6379',
      STRIPE_SECRET_KEY: 'pk_test_1',
      LOG_LEVEL: 'loud',
    });
    for (const name of [
      'PORT',
      'PUBLIC_URL',
      'DATABASE_URL',
      'REDIS_URL',
      'STRIPE_SECRET_KEY',
      'LOG_LEVEL',
    ]) {
      expect(reasons.some((reason) => reason.startsWith(`${name}:`))).toBe(true);
    }
  });

  test('tells what contradicts what, beside a value that is wrong', () => {
    const reasons = reasonsFor({
      OIDC_ISSUER: 'https://x.example',
      LOG_LEVEL: 'loud',
      PORT: 'eighty',
      SMTP_URL: 'smtp://mail',
    });
    expect(reasons).toEqual([
      'PORT: must be a number',
      'LOG_LEVEL: must be one of trace, debug, info, warn, error, silent',
      'SMTP_URL is set: MAIL_FROM is needed',
      'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are needed together',
    ]);
  });

  test('contradicts nothing by a value that is wrong', () => {
    expect(reasonsFor({ ...stripe, SANDBOX: 'perhaps' })).toEqual([
      'SANDBOX: must be one of 0, 1, yes, no, true, false, on, off',
    ]);
  });

  test('is told together with the publishers’ files', () => {
    const read = () => readSettings({ CONFIG_DIR: 'none', LOG_LEVEL: 'loud' });
    expect(read).toThrow(/LOG_LEVEL: [\s\S]*publishers: there is no such folder/);
  });

  test.each([
    ['one port for two', { PORT: '3758', SANDBOX_PORT: '3758' }, /PORT and SANDBOX_PORT are both/],
    ['pretended money on a real database by mistake', postgres, /SANDBOX=yes/],
    [
      'a real database without a secret of its own',
      { ...stripe, DATABASE_URL: postgres.DATABASE_URL },
      /APP_SECRET is needed/,
    ],
    [
      'a Stripe key without a secret for its events',
      { STRIPE_SECRET_KEY: stripe.STRIPE_SECRET_KEY },
      /STRIPE_WEBHOOK_SECRETS is needed/,
    ],
    ['a sandbox beside a Stripe key', { ...stripe, SANDBOX: 'yes' }, /exclude each other/],
    ['no sandbox and no Stripe key', { SANDBOX: 'no' }, /STRIPE_SECRET_KEY is needed/],
    [
      'a live key on the embedded database',
      { ...stripe, STRIPE_SECRET_KEY: 'sk_live_123456789' },
      /ALLOW_LIVE_ON_EMBEDDED/,
    ],
    [
      'a restricted live key on the embedded database',
      { ...stripe, STRIPE_SECRET_KEY: 'rk_live_123456789' },
      /power cut/,
    ],
    ['a mail server without a sender', { SMTP_URL: 'smtp://mail' }, /MAIL_FROM is needed/],
    ['somebody to write to who has no address', { ALERTS_TO: 'a@b.example, chief' }, /ALERTS_TO/],
    [
      'somebody to write to and no mail server',
      { ...stripe, ALERTS_TO: 'a@b.example' },
      /SMTP_URL is needed/,
    ],
    ['two senders', { MAIL_FROM: 'a@b.example, c@d.example' }, /an address/],
    ['a short secret', { APP_SECRET: 'short' }, /at least 32/],
    ['two short secrets', { APP_SECRET: `${'x'.repeat(20)},short` }, /at least 32/],
  ])('refuses %s', (_, variables, reason) => {
    expect(reasonsFor(variables as Record<string, string>).join('\n')).toMatch(reason);
  });

  test('takes a comma in a secret for what parts two only where both are long enough', () => {
    const [one, two] = ['a secret, which had a comma in it always', 'y'.repeat(32)];
    expect(secretsIn(one)).toEqual([one]);
    expect(secretsIn(`${two}, ${'z'.repeat(32)},${lostSecret}`)).toEqual([
      two,
      'z'.repeat(32),
      lostSecret,
    ]);
  });

  test('takes a live key on the embedded database from who accepts the risk', () => {
    const live = {
      ...stripe,
      STRIPE_SECRET_KEY: 'sk_live_123456789',
      ALLOW_LIVE_ON_EMBEDDED: 'yes',
    };
    expect(reasonsFor(live)).toEqual([]);
  });

  test('takes several nodes as a cluster and several secrets while they rotate', () => {
    const config = readConfig({
      ...stripe,
      REDIS_URL: 'redis://a:1, redis://b:2,redis://c:3',
      STRIPE_WEBHOOK_SECRETS: 'whsec_present1, whsec_former22',
    });
    expect(config.redisUrls).toHaveLength(3);
    expect(config.stripe.webhookSecrets).toEqual(['whsec_present1', 'whsec_former22']);
    expect(config.sandboxPort).toBeUndefined();
  });

  test('runs the sandbox on a real database where that is said', () => {
    expect(readConfig({ ...postgres, SANDBOX: 'yes' }).sandboxPort).toBe(12111);
  });
});

test('config/example.env shows every variable with its line, and no other', () => {
  const file = readFileSync(join(import.meta.dirname, '../../config/example.env'), 'utf8');
  const shown = [...file.matchAll(/^# (.+)\n#?([A-Z_]+)=/gm)].map(([, says, name]) => [name, says]);
  const known = Object.entries(environmentSchema.shape).map(([name, schema]) => [
    name,
    schema.description ?? schema.unwrap?.().description,
  ]);
  expect(shown).toEqual(known);
});

import { z } from 'zod';
import { parseAddress, parseSender } from './address.ts';
import { isAppSecret } from './secrets.ts';

const yes = z
  .enum(['yes', 'no', 'true', 'false', '1', '0', 'on', 'off'])
  .transform((word) => ['yes', 'true', '1', 'on'].includes(word));
const port = z.coerce.number().int().min(0).max(65535);
/** The parts of a list with commas. */
export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });

/** Every variable, with the line that config/example.env shows for it. */
export const environmentSchema = z.object({
  PORT: port.default(3000).describe('port it listens on'),
  HOST: z.string().default('127.0.0.1').describe('address it listens on; 0.0.0.0 in a container'),
  PUBLIC_URL: httpUrl
    .optional()
    .describe('its address as readers see it; http://localhost:$PORT when empty'),
  CONFIG_DIR: z.string().default('config').describe('folder with publishers/*.yaml'),
  DATA_DIR: z.string().default('.data').describe('embedded database and generated keys'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' })
    .optional()
    .describe('postgres://… ; empty: PostgreSQL embedded in DATA_DIR'),
  REDIS_URL: z
    .string()
    .refine((text) => listOf(text).every((node) => /^rediss?:\/\/\S+$/.test(node)), {
      error: 'must be redis:// addresses, with commas between the nodes of a cluster',
    })
    .optional()
    .describe(
      'redis://… , or several nodes with commas for a cluster; empty: kept in the database',
    ),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' })
    .optional()
    .describe('smtp://user:password@host:587 or smtps://… ; empty: the outbox page of the sandbox'),
  MAIL_FROM: z
    .string()
    .refine((text) => parseSender(text), {
      error: 'must be an address, or a name and an <address>',
    })
    .optional()
    .describe('sender of all mail, such as Support <support@example.org>; required with SMTP_URL'),
  ALERTS_TO: z
    .string()
    .refine((text) => listOf(text).every(parseAddress), {
      error: 'must be e-mail addresses, with commas between them',
    })
    .optional()
    .describe('who is written to when something goes wrong, with commas; empty: nobody'),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, 'must be a secret or restricted key of Stripe')
    .optional()
    .describe('default Stripe account; empty: the sandbox'),
  STRIPE_WEBHOOK_SECRETS: z
    .string()
    .refine(
      (text) => listOf(text).length > 0 && listOf(text).every((one) => /^whsec_\S{8,}$/.test(one)),
      {
        error: 'must be whsec_… secrets, with commas between them while they rotate',
      },
    )
    .optional()
    .describe('signing secrets of the webhook endpoint, with commas while they rotate'),
  STRIPE_API_BASE: httpUrl
    .optional()
    .describe('where the API of Stripe is; empty: Stripe itself, or the sandbox'),
  SANDBOX: yes
    .optional()
    .describe('yes or no; empty: on when neither STRIPE_SECRET_KEY nor DATABASE_URL is set'),
  SANDBOX_PORT: port.default(12111).describe('port of the sandbox: its /v1 and its pages'),
  APP_SECRET: z
    .string()
    .refine(isAppSecret, 'must have at least 32 characters')
    .optional()
    .describe(
      'root of all derived keys; empty: generated into DATA_DIR; required with DATABASE_URL; while it changes the former one behind a comma',
    ),
  ALLOW_LIVE_ON_EMBEDDED: yes
    .default(false)
    .describe('yes takes live Stripe keys on the embedded database, which a power cut can damage'),
  FINANCE_API_TOKEN: z
    .string()
    .min(24, 'must have at least 24 characters')
    .optional()
    .describe('bearer token for /v1/finance'),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'must be an https address' })
    .refine((text) => /^https:|^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(`${text}/`), {
      error: 'must be an https address',
    })
    .optional()
    .describe('OpenID Connect provider for staff; empty: local accounts only'),
  OIDC_CLIENT_ID: z.string().optional().describe('id of this service at that provider'),
  OIDC_CLIENT_SECRET: z
    .string()
    .optional()
    .describe('its secret; it comes back to $PUBLIC_URL/console/oidc/back'),
  TRUST_PROXY: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe('how many proxies stand before it'),
  COUNTRY_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header')
    .optional()
    .describe('header in which the proxy gives the country of a reader, such as CF-IPCountry'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('trace, debug, info, warn, error or silent'),
  METRICS_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe('bearer token for /metrics; empty: from this machine only'),
});

export type Environment = z.output<typeof environmentSchema>;

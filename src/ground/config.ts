import { z } from 'zod';
import { faultsOf } from './validate.ts';

const yes = z
  .enum(['yes', 'no', 'true', 'false', '1', '0', 'on', 'off'])
  .transform((word) => ['yes', 'true', '1', 'on'].includes(word));
const port = z.coerce.number().int().min(0).max(65535);
const listOf = (text: string) =>
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
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe(
      'root of all derived keys; empty: generated into DATA_DIR; required with DATABASE_URL',
    ),
  ALLOW_LIVE_ON_EMBEDDED: yes
    .default(false)
    .describe('yes takes live Stripe keys on the embedded database, which a power cut can damage'),
  FINANCE_API_TOKEN: z
    .string()
    .min(24, 'must have at least 24 characters')
    .optional()
    .describe('bearer token for /v1/finance'),
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

type Environment = z.output<typeof environmentSchema>;

/** What the operator decided, secrets included: never log it whole. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  readonly configDir: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly redisUrls: readonly string[];
  readonly stripe: {
    readonly secretKey: string | undefined;
    readonly webhookSecrets: readonly string[];
    readonly apiBase: string | undefined;
  };
  readonly sandboxPort: number | undefined;
  readonly appSecret: string | undefined;
  readonly allowLiveOnEmbedded: boolean;
  readonly financeApiToken: string | undefined;
  readonly trustProxy: number;
  readonly countryHeader: string | undefined;
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly metricsToken: string | undefined;
  /** The whole environment, in which a publisher's file names variables of its own. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Every mistake in the environment at once; each line is fit to be shown to the operator. */
export class ConfigError extends Error {
  readonly reasons: readonly string[];
  constructor(reasons: readonly string[]) {
    super(`cannot start:\n${reasons.map((reason) => `  - ${reason}`).join('\n')}`);
    this.reasons = reasons;
  }
}

function contradictions(env: Environment, sandbox: boolean): string[] {
  const reasons: string[] = [];
  if (env.DATABASE_URL && !env.STRIPE_SECRET_KEY && env.SANDBOX === undefined)
    reasons.push(
      'DATABASE_URL is set without STRIPE_SECRET_KEY: say SANDBOX=yes if pretended money is meant',
    );
  if (env.SANDBOX === false && !env.STRIPE_SECRET_KEY)
    reasons.push('SANDBOX is off: STRIPE_SECRET_KEY is needed');
  if (sandbox && env.STRIPE_SECRET_KEY)
    reasons.push('SANDBOX=yes and STRIPE_SECRET_KEY exclude each other');
  if (env.DATABASE_URL && !env.APP_SECRET)
    reasons.push('DATABASE_URL is set: APP_SECRET is needed');
  if (env.STRIPE_SECRET_KEY && !env.STRIPE_WEBHOOK_SECRETS)
    reasons.push(
      'STRIPE_SECRET_KEY is set: STRIPE_WEBHOOK_SECRETS is needed, or events cannot be trusted',
    );
  if (isLiveKey(env.STRIPE_SECRET_KEY) && !env.DATABASE_URL && !env.ALLOW_LIVE_ON_EMBEDDED)
    reasons.push(liveOnEmbedded('STRIPE_SECRET_KEY'));
  return reasons;
}

export const isLiveKey = (key: string | undefined): boolean => /^[sr]k_live_/.test(key ?? '');

export const liveOnEmbedded = (variable: string): string =>
  `${variable} is a live key, and the embedded database can lose acknowledged gifts in a power cut: ` +
  'set DATABASE_URL, or ALLOW_LIVE_ON_EMBEDDED=yes to take that risk';

/** Reads the environment. @throws ConfigError with every mistake */
export function readConfig(variables: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(faultsOf(parsed.error).map(({ at, says }) => `${at.slice(1)}: ${says}`));
  }
  const env = parsed.data;
  const sandbox = env.SANDBOX ?? (!env.STRIPE_SECRET_KEY && !env.DATABASE_URL);
  const reasons = contradictions(env, sandbox);
  if (reasons.length > 0) throw new ConfigError(reasons);
  return Object.freeze({
    port: env.PORT,
    host: env.HOST,
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    configDir: env.CONFIG_DIR,
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL,
    redisUrls: env.REDIS_URL ? listOf(env.REDIS_URL) : [],
    stripe: {
      secretKey: env.STRIPE_SECRET_KEY,
      webhookSecrets: listOf(env.STRIPE_WEBHOOK_SECRETS ?? ''),
      apiBase: env.STRIPE_API_BASE,
    },
    sandboxPort: sandbox ? env.SANDBOX_PORT : undefined,
    appSecret: env.APP_SECRET,
    allowLiveOnEmbedded: env.ALLOW_LIVE_ON_EMBEDDED,
    financeApiToken: env.FINANCE_API_TOKEN,
    trustProxy: env.TRUST_PROXY,
    countryHeader: env.COUNTRY_HEADER?.toLowerCase(),
    logLevel: env.LOG_LEVEL,
    metricsToken: env.METRICS_TOKEN,
    environment: given,
  });
}

import { parseAddress, parseSender } from './address.ts';
import { type Environment, environmentSchema, listOf } from './environment.ts';
import { faultsOf, tryOn } from './validate.ts';

/** What the operator decided, secrets included: never log it whole. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  readonly configDir: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly redisUrls: readonly string[];
  readonly smtpUrl: string | undefined;
  readonly mailFrom: { readonly name: string; readonly address: string } | undefined;
  /** Who is written to when something goes wrong. */
  readonly alertsTo: readonly string[];
  readonly stripe: {
    readonly secretKey: string | undefined;
    readonly webhookSecrets: readonly string[];
    readonly apiBase: string | undefined;
  };
  readonly sandboxPort: number | undefined;
  readonly appSecret: string | undefined;
  readonly allowLiveOnEmbedded: boolean;
  readonly financeApiToken: string | undefined;
  /** How staff sign in besides local accounts. */
  readonly oidc:
    | { readonly issuer: string; readonly clientId: string; readonly clientSecret: string }
    | undefined;
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
  if (env.SANDBOX === true && env.STRIPE_SECRET_KEY)
    reasons.push('SANDBOX=yes and STRIPE_SECRET_KEY exclude each other');
  if (env.DATABASE_URL && !env.APP_SECRET)
    reasons.push('DATABASE_URL is set: APP_SECRET is needed');
  if (env.STRIPE_SECRET_KEY && !env.STRIPE_WEBHOOK_SECRETS)
    reasons.push(
      'STRIPE_SECRET_KEY is set: STRIPE_WEBHOOK_SECRETS is needed, or events cannot be trusted',
    );
  if (env.SMTP_URL && !env.MAIL_FROM) reasons.push('SMTP_URL is set: MAIL_FROM is needed');
  if (env.ALERTS_TO && !env.SMTP_URL && !sandbox)
    reasons.push('ALERTS_TO is set: SMTP_URL is needed');
  const oidc = [env.OIDC_ISSUER, env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET];
  if (oidc.some(Boolean) && !oidc.every(Boolean))
    reasons.push('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are needed together');
  if (sandbox && env.PORT === env.SANDBOX_PORT && env.PORT > 0)
    reasons.push(`PORT and SANDBOX_PORT are both ${env.PORT}: each needs one of its own`);
  if (isLiveKey(env.STRIPE_SECRET_KEY) && !env.DATABASE_URL && !env.ALLOW_LIVE_ON_EMBEDDED)
    reasons.push(liveOnEmbedded('STRIPE_SECRET_KEY'));
  return reasons;
}

export const isLiveKey = (key: string | undefined): boolean => /^[sr]k_live_/.test(key ?? '');

export const liveOnEmbedded = (variable: string): string =>
  `${variable} is a live key, and the embedded database can lose acknowledged gifts in a power cut: ` +
  'set DATABASE_URL, or ALLOW_LIVE_ON_EMBEDDED=yes to take that risk';

/**
 * What the variables say, and what is wrong with any of them. One that is wrong stands as it was given: that it is there at
 * all is what others may contradict.
 */
function readVariables(given: Record<string, string | undefined>): [Environment, string[]] {
  const read = tryOn(environmentSchema, given);
  if (read.success) return [read.data, []];
  const faults = faultsOf(read.error).map(({ at, says }) => ({ name: at.slice(1), says }));
  const wrong = Object.fromEntries(faults.map(({ name }) => [name, given[name]]));
  const right = Object.entries(given).filter(([name]) => !Object.hasOwn(wrong, name));
  const env = { ...environmentSchema.parse(Object.fromEntries(right)), ...wrong };
  return [env as Environment, faults.map(({ name, says }) => `${name}: ${says}`)];
}

/** Reads the environment. @throws ConfigError with every mistake */
export function readConfig(variables: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const [env, faults] = readVariables(given);
  const sandbox = env.SANDBOX ?? (!env.STRIPE_SECRET_KEY && !env.DATABASE_URL);
  const reasons = [...faults, ...contradictions(env, sandbox)];
  if (reasons.length > 0) throw new ConfigError(reasons);
  return Object.freeze({
    port: env.PORT,
    host: env.HOST,
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    configDir: env.CONFIG_DIR,
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL,
    redisUrls: env.REDIS_URL ? listOf(env.REDIS_URL) : [],
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM ? parseSender(env.MAIL_FROM) : undefined,
    alertsTo: [...new Set(listOf(env.ALERTS_TO ?? '').map((one) => parseAddress(one)!))],
    stripe: {
      secretKey: env.STRIPE_SECRET_KEY,
      webhookSecrets: listOf(env.STRIPE_WEBHOOK_SECRETS ?? ''),
      apiBase: env.STRIPE_API_BASE,
    },
    sandboxPort: sandbox ? env.SANDBOX_PORT : undefined,
    appSecret: env.APP_SECRET,
    allowLiveOnEmbedded: env.ALLOW_LIVE_ON_EMBEDDED,
    financeApiToken: env.FINANCE_API_TOKEN,
    oidc: env.OIDC_ISSUER
      ? {
          issuer: env.OIDC_ISSUER,
          clientId: env.OIDC_CLIENT_ID!,
          clientSecret: env.OIDC_CLIENT_SECRET!,
        }
      : undefined,
    trustProxy: env.TRUST_PROXY,
    countryHeader: env.COUNTRY_HEADER?.toLowerCase(),
    logLevel: env.LOG_LEVEL,
    metricsToken: env.METRICS_TOKEN,
    environment: given,
  });
}

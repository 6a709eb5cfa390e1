import { type Config, ConfigError, isLiveKey, liveOnEmbedded } from './config.ts';
import type { Publishers } from './readPublishers.ts';
import { createStripe, type Stripe } from './stripe.ts';

/** How a publisher's gifts reach Stripe. Publishers with one key share one client. */
export interface StripeAccount {
  readonly stripe: Stripe;
  /** The publisher under whom is booked what is of no gift, such as payouts: the first of those that share the account. */
  readonly owner: string;
  readonly livemode: boolean;
  /** Secrets that sign its events: current ones first. In the sandbox they are known once its endpoints are registered. */
  webhookSecrets(): readonly string[];
}

export interface StripeAccounts {
  of(publisher: string): StripeAccount;
  /** Each account once, however many publishers share it. */
  all(): readonly StripeAccount[];
  /** Adds secrets learned while running: the sandbox's. */
  learnSecrets(publisher: string, secrets: readonly string[]): void;
}

interface Credentials {
  readonly secretKey: string;
  readonly secrets: readonly string[];
}

function credentialsOf(
  publisherId: string,
  publishers: Publishers,
  config: Config,
  reasons: string[],
): Credentials {
  // Each publisher has an account of its own in the sandbox: the key names it.
  if (config.sandboxPort !== undefined)
    return { secretKey: `sk_test_sandbox_${publisherId.replaceAll('-', '_')}`, secrets: [] };
  const { secretKeyVariable, webhookSecretsVariable } = publishers.get(publisherId)!.stripe;
  const own = secretKeyVariable ? config.environment[secretKeyVariable] : undefined;
  if (secretKeyVariable && !own)
    reasons.push(`${secretKeyVariable} is empty, and publisher ${publisherId} names it`);
  if (own && isLiveKey(own) && !config.databaseUrl && !config.allowLiveOnEmbedded)
    reasons.push(liveOnEmbedded(secretKeyVariable!));
  const ownSecrets = (
    webhookSecretsVariable ? config.environment[webhookSecretsVariable] : undefined
  )
    ?.split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  if (webhookSecretsVariable && !ownSecrets?.length)
    reasons.push(`${webhookSecretsVariable} is empty, and publisher ${publisherId} names it`);
  if (secretKeyVariable && !webhookSecretsVariable)
    reasons.push(
      `publisher ${publisherId} has a Stripe key of its own: stripe.webhookSecretsVariable is needed too`,
    );
  return {
    secretKey: own ?? config.stripe.secretKey ?? '',
    secrets: ownSecrets ?? config.stripe.webhookSecrets,
  };
}

/** @throws ConfigError naming every variable that a publisher's file wants and the environment lacks */
export function createStripeAccounts(
  config: Config,
  publishers: Publishers,
  apiBase: string | undefined,
): StripeAccounts {
  const reasons: string[] = [];
  const clients = new Map<string, { stripe: Stripe; owner: string }>();
  const learned = new Map<string, readonly string[]>();
  const accounts = new Map<string, StripeAccount>();
  for (const id of publishers.keys()) {
    const { secretKey, secrets } = credentialsOf(id, publishers, config, reasons);
    if (!secretKey) continue;
    const client = clients.get(secretKey) ?? {
      stripe: createStripe({ secretKey, apiBase }),
      owner: id,
    };
    clients.set(secretKey, client);
    accounts.set(id, {
      ...client,
      livemode: isLiveKey(secretKey),
      webhookSecrets: () => [...secrets, ...(learned.get(id) ?? [])],
    });
  }
  if (reasons.length > 0) throw new ConfigError(reasons);
  return {
    of(publisher) {
      const account = accounts.get(publisher);
      if (!account) throw new Error(`no Stripe account for ${publisher}`);
      return account;
    },
    all: () => [...accounts].flatMap(([id, account]) => (account.owner === id ? [account] : [])),
    learnSecrets: (publisher, secrets) => void learned.set(publisher, secrets),
  };
}

import { type Config, ConfigError, readConfig } from './config.ts';
import { type Publishers, readPublishers } from './readPublishers.ts';
import { createStripeAccounts } from './stripeAccounts.ts';

/** What a reading says, or why it cannot be read. */
function attempt<T>(read: () => T, reasons: string[]): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    reasons.push(...error.reasons);
    return undefined;
  }
}

/** Reads the environment and every publisher's file. @throws ConfigError with every mistake in all of them */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): {
  config: Config;
  publishers: Publishers;
} {
  const reasons: string[] = [];
  const config = attempt(() => readConfig(environment), reasons);
  const configDir = config?.configDir ?? (environment.CONFIG_DIR || 'config');
  const publishers = attempt(() => readPublishers(configDir), reasons);
  if (config && publishers)
    attempt(() => createStripeAccounts(config, publishers, config.stripe.apiBase), reasons);
  if (!config || !publishers || reasons.length > 0) throw new ConfigError(reasons);
  return { config, publishers };
}

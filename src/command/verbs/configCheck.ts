import { z } from 'zod';
import { ConfigError, readConfig } from '../../ground/config.ts';
import { readPublishers } from '../../ground/readPublishers.ts';
import { createStripeAccounts } from '../../ground/stripeAccounts.ts';
import { endings, verb } from '../verb.ts';

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

/** Reads the environment and every publisher's file as the service does at its start, and starts nothing. */
export const configCheck = verb({
  name: 'config check',
  says: 'reads the environment and the publishers’ files, and names every mistake',
  given: z.object({}),
  async run(_given, { environment }) {
    const reasons: string[] = [];
    const config = attempt(() => readConfig(environment), reasons);
    const configDir = config?.configDir ?? (environment.CONFIG_DIR || 'config');
    const publishers = attempt(() => readPublishers(configDir), reasons);
    if (config && publishers)
      attempt(() => createStripeAccounts(config, publishers, config.stripe.apiBase), reasons);
    if (reasons.length > 0) {
      const lines = ['this does not start:', ...reasons.map((reason) => `  - ${reason}`)];
      return { data: { ok: false, faults: reasons }, lines, ending: endings.found };
    }
    const names = [...publishers!.keys()];
    const { alertsTo } = config!;
    return {
      data: { ok: true, faults: [], publishers: names, alertsTo },
      lines: [
        `this starts, for ${names.join(', ')}`,
        alertsTo.length > 0
          ? `when something goes wrong, this writes to ${alertsTo.join(', ')}`
          : 'when something goes wrong, nobody is written to: ALERTS_TO is empty',
      ],
    };
  },
});

import { z } from 'zod';
import { ConfigError } from '../../ground/config.ts';
import { readSettings } from '../../ground/settings.ts';
import { endings, type Report, verb } from '../verb.ts';

function refuse(error: unknown): Report {
  if (!(error instanceof ConfigError)) throw error;
  const faults = error.reasons;
  const lines = ['this does not start:', ...faults.map((reason) => `  - ${reason}`)];
  return { data: { ok: false, faults }, lines, ending: endings.found };
}

/** Reads the environment and every publisher's file as the service does at its start, and starts nothing. */
export const configCheck = verb({
  name: 'config check',
  says: 'reads the environment and the publishers’ files, and names every mistake',
  given: z.object({}),
  async run(_given, { environment }) {
    try {
      const { config, publishers } = readSettings(environment);
      const names = [...publishers.keys()];
      const { alertsTo } = config;
      return {
        data: { ok: true, faults: [], publishers: names, alertsTo },
        lines: [
          `this starts, for ${names.join(', ')}`,
          alertsTo.length > 0
            ? `when something goes wrong, this writes to ${alertsTo.join(', ')}`
            : 'when something goes wrong, nobody is written to: ALERTS_TO is empty',
        ],
      };
    } catch (error) {
      return refuse(error);
    }
  },
});

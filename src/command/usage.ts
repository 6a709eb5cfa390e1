import type { z } from 'zod';
import { commonOptions, isFlag } from './parseCommand.ts';
import type { Verb } from './verb.ts';

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
};

const optionRows = (shape: Record<string, z.ZodType>): [string, string][] =>
  Object.entries(shape)
    .filter(([name]) => name !== 'words')
    .map(([name, schema]) => [
      isFlag(schema) ? `--${name}` : `--${name} <${name}>`,
      schema.description ?? '',
    ]);

/** How one verb, or the whole command, is used. */
export function usage(verbs: readonly Verb[], verb: Verb | undefined): string {
  if (verb) {
    const takes = verb.takes ? ` ${verb.takes}` : '';
    const own = optionRows(verb.given.shape as Record<string, z.ZodType>);
    return `${verb.says}

usage: smallfavor ${verb.name}${takes} [options]

${columns([...own, ...optionRows(commonOptions)])}
`;
  }
  return `usage: smallfavor <verb> [options]

${columns(verbs.map(({ name, takes, says }) => [takes ? `${name} ${takes}` : name, says]))}

  Each takes --json and --help. Settings come from the environment, as for the service.
  Exit codes: 0 done, 1 could not be done, 2 asked wrongly, 3 done and something is not as it should be.
  post bounced, which mail servers call, ends with 0 or, where it is to be tried later, 75.
`;
}

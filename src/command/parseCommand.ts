import { parseArgs } from 'node:util';
import { z } from 'zod';
import { faultsOf, tryOn } from '../ground/validate.ts';
import type { Verb } from './verb.ts';

/** What was typed: a verb with what it is given, or all that is wrong with it. */
export type Command =
  | { readonly kind: 'help'; readonly verb: Verb | undefined }
  | { readonly kind: 'wrong'; readonly verb: Verb | undefined; readonly faults: readonly string[] }
  | { readonly kind: 'run'; readonly verb: Verb; readonly given: object; readonly common: Common };

export interface Common {
  readonly json: boolean;
  readonly service: string | undefined;
  readonly token: string | undefined;
}

/** Options of every verb. */
export const commonOptions = {
  json: z.literal(true).optional().describe('print JSON'),
  help: z.literal(true).optional().describe('say how this is used'),
  service: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .optional()
    .describe('address of the running service, where it is not on this machine'),
  token: z.string().min(1).optional().describe('finance token for that service'),
};

export const isFlag = (schema: z.ZodType): boolean => schema.safeParse(true).success;

const optionsOf = (verb: Verb | undefined): Record<string, z.ZodType> => {
  const { words: _, ...own } = (verb?.given.shape ?? {}) as Record<string, z.ZodType>;
  return { ...own, ...commonOptions };
};

function findVerb(verbs: readonly Verb[], words: string[]): Verb | undefined {
  return verbs.find(({ name }) => name.split(' ').every((word, i) => words[i] === word));
}

/** Reads a command line: every fault at once, so that nobody learns of them one by one. */
export function parseCommand(verbs: readonly Verb[], argv: readonly string[]): Command {
  const leading = argv.filter((word) => !word.startsWith('-'));
  const verb = findVerb(verbs, leading);
  const options = optionsOf(verb);
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      Object.entries(options).map(([name, schema]) => [
        name,
        { type: isFlag(schema) ? ('boolean' as const) : ('string' as const) },
      ]),
    ),
  });
  const faults: string[] = [];
  const given: Record<string, unknown> = {};
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const schema = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!schema) faults.push(`${token.rawName}: there is no such option`);
    else if (Object.hasOwn(given, token.name)) faults.push(`${token.rawName}: is given twice`);
    else given[token.name] = isFlag(schema) ? (token.value ?? true) : (token.value ?? '');
  }
  if (given.help === true || words.length === 0) return { kind: 'help', verb };
  if (!verb) {
    return {
      kind: 'wrong',
      verb,
      faults: [`${words.join(' ')}: there is no such verb`, ...faults],
    };
  }
  const rest = words.slice(verb.name.split(' ').length);
  if (verb.takes) given.words = rest;
  else if (rest.length > 0) faults.push(`${rest.join(' ')}: nothing is taken after the verb`);
  const parsed = tryOn(verb.given.safeExtend(commonOptions), given);
  if (!parsed.success) {
    for (const { at, says } of faultsOf(parsed.error))
      faults.push(at.startsWith('/words') ? `${verb.takes}: ${says}` : `--${at.slice(1)}: ${says}`);
  }
  if (faults.length > 0 || !parsed.success) return { kind: 'wrong', verb, faults };
  const { json, help: _, service, token, ...own } = parsed.data as Record<string, unknown>;
  return {
    kind: 'run',
    verb,
    given: own,
    common: {
      json: json === true,
      service: service as string | undefined,
      token: token as string | undefined,
    },
  };
}

import type { z } from 'zod';
import { issueWords } from './issueWords.ts';
import { nulFaults } from './nul.ts';
import { type Fault, Problem } from './problem.ts';

/** What the schema makes of the input, or zod's error, whose words are fit to be shown. */
export const tryOn = <S extends z.ZodType>(schema: S, input: unknown) =>
  schema.safeParse(input, { error: issueWords });

/**
 * For a check across fields: it runs where these are right, whatever else is wrong. zod would leave it out where anything is,
 * and its faults would be told one answer later.
 */
export const whereRight = (...fields: string[]) => ({
  when: ({ issues }: z.core.ParsePayload) =>
    issues.every(({ code, path }) => {
      const [field] = path ?? [];
      return field === undefined ? code === 'unrecognized_keys' : !fields.includes(String(field));
    }),
});

/** Every fault that zod found, as where and what. */
export const faultsOf = (error: z.ZodError): Fault[] =>
  error.issues.map((issue) => ({
    at: issue.path.length > 0 ? `/${issue.path.map(String).join('/')}` : '/',
    says: issue.message,
  }));

/**
 * What the schema makes of the input.
 * @param known faults that were found without the schema, and are told with the others
 * @throws Problem invalid_request naming every fault at once
 */
export function validate<S extends z.ZodType>(
  schema: S,
  input: unknown,
  known: readonly Fault[] = [],
): z.output<S> {
  const result = tryOn(schema, input);
  const others = [...known, ...nulFaults(input)];
  if (result.success && others.length === 0) return result.data;
  throw new Problem('invalid_request', {
    faults: [...(result.success ? [] : faultsOf(result.error)), ...others],
  });
}

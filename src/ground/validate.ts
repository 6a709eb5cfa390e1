import type { z } from 'zod';
import { nulFaults } from './nul.ts';
import { type Fault, Problem } from './problem.ts';

/** Every fault that zod found, as where and what. */
export const faultsOf = (error: z.ZodError): Fault[] =>
  error.issues.map((issue) => ({
    at: issue.path.length > 0 ? `/${issue.path.map(String).join('/')}` : '/',
    says: issue.message,
  }));

/** What the schema makes of the input. @throws Problem invalid_request naming every fault at once */
export function validate<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  const faults = nulFaults(input);
  if (result.success && faults.length === 0) return result.data;
  const others = result.success ? [] : faultsOf(result.error);
  throw new Problem('invalid_request', { faults: [...others, ...faults] });
}

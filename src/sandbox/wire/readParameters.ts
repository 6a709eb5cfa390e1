import type { z } from 'zod';
import { type ApiError, invalidParameter } from './apiError.ts';

/** A path as Stripe names parameters: line_items[0][price]. */
function paramOf(path: readonly PropertyKey[]): string {
  const [first, ...rest] = path.map(String);
  return (first ?? '') + rest.map((step) => `[${step}]`).join('');
}

/** The issue that says most: inside a union, that of the branch which got furthest. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .flat()
    .map(deepest)
    .sort((a, b) => b.path.length - a.path.length || rank(b) - rank(a))[0];
  return inner ? { ...inner, path: [...issue.path, ...inner.path] } : issue;
}

// A wrong type or word means that another branch was meant; what that one says is of use.
// That it is not '', by which things are unset, says nothing.
function rank(issue: z.core.$ZodIssue): number {
  if (issue.code === 'invalid_value' && issue.values.every((value) => value === '')) return -1;
  return issue.code === 'invalid_type' || issue.code === 'invalid_value' ? 0 : 1;
}

function refusalOf(issue: z.core.$ZodIssue): ApiError {
  const param = paramOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const unknown = paramOf([...issue.path, issue.keys[0] ?? '']);
    return invalidParameter(unknown, `Received unknown parameter: ${unknown}`, 'parameter_unknown');
  }
  const missing = issue.code === 'invalid_type' || issue.code === 'invalid_value';
  if (missing && issue.input === undefined)
    return invalidParameter(param, `Missing required param: ${param}.`, 'parameter_missing');
  if (issue.code === 'invalid_value')
    return invalidParameter(
      param,
      `Invalid ${param}: must be one of ${issue.values.map(String).join(', ')}`,
    );
  if (issue.code === 'invalid_type') {
    const kinds: Record<string, string> = { record: 'object' };
    return invalidParameter(param, `Invalid ${kinds[issue.expected] ?? issue.expected}: ${param}`);
  }
  const code = issue.code === 'custom' ? issue.params?.code : undefined;
  return invalidParameter(
    param,
    `${issue.message.replace(/\.$/, '')}: ${param}`,
    typeof code === 'string' ? code : undefined,
  );
}

/** What the schema makes of a request's parameters. @throws ApiError for the first that cannot be taken, as Stripe answers */
export function readParameters<S extends z.ZodType>(schema: S, form: unknown): z.output<S> {
  const result = schema.safeParse(form, { reportInput: true });
  if (result.success) return result.data;
  throw refusalOf(deepest(result.error.issues[0]!));
}

import { describeError } from '../ground/log.ts';

/** An error in a line for staff. What Stripe says of an error is shown to them: it names parameters and ids, no person. */
export function errorLine(error: unknown): string {
  const { kind, code, statusCode, message } = describeError(error);
  return [kind, code, statusCode, message]
    .filter((part) => part !== undefined)
    .join(' ')
    .slice(0, 500);
}

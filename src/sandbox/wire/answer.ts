import type { Response } from 'express';
import type { Log } from '../../ground/log.ts';
import { ApiError } from './apiError.ts';
import type { Answer } from './requestKeys.ts';

/** Objects of Stripe's begin with their id and type; their other keys are in the order of the alphabet. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const object = value as Record<string, unknown>;
  const keys = Object.keys(object);
  const sorted = 'object' in object ? ['id', 'object', ...keys.sort()] : keys;
  const ordered: Record<string, unknown> = {};
  for (const key of sorted) ordered[key] ??= inOrder(object[key]);
  return ordered;
}

/** JSON as Stripe writes it: two spaces, a new line for each key. */
export const pretty = (value: unknown): string => JSON.stringify(inOrder(value), null, 2);

export function sendAnswer(res: Response, { status, body }: Answer): void {
  res.status(status).setHeader('content-type', 'application/json').end(body);
}

/** Sends half of the answer and hangs up. */
export function sendHalf(res: Response, { status, body }: Answer): void {
  const bytes = Buffer.from(body);
  res.status(status).set({
    'content-type': 'application/json',
    'content-length': String(bytes.length),
  });
  res.write(bytes.subarray(0, Math.max(1, Math.floor(bytes.length / 2))));
  setImmediate(() => res.destroy());
}

/** Errors of the body parser say so themselves and may be shown; an address that cannot be decoded is none of ours either. */
function parserFault(error: unknown): ApiError | undefined {
  if (error instanceof URIError)
    return new ApiError({ message: 'Invalid request: its address is not well formed.' });
  const { status, expose, message } = error as {
    status?: number;
    expose?: boolean;
    message?: string;
  };
  return expose && status && message ? new ApiError({ status, message }) : undefined;
}

/** An error as the answer to it. What is not a refusal of ours is logged, and says nothing of itself. */
export function errorAnswer(
  error: unknown,
  requestId: string,
  publicUrl: string,
  log: Log,
): Answer {
  const known = error instanceof ApiError ? error : parserFault(error);
  if (!known) log.error({ err: error, requestId }, 'the sandbox failed to answer');
  const refusal =
    known ??
    new ApiError({
      status: 500,
      type: 'api_error',
      message:
        'An error occurred with our connection to Stripe: the sandbox failed. Its log says why.',
    });
  return {
    status: refusal.status,
    body: pretty(refusal.toBody(`${publicUrl}/?request=${requestId}`)),
  };
}

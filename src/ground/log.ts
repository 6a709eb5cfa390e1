import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

export type Log = Logger;

// Whatever is logged by mistake under these names is struck out; the rule is still to log named facts, never bodies.
const personal = [
  'email',
  'name',
  'phone',
  'address',
  'ip',
  'reader',
  'authorization',
  'cookie',
  'secret',
  'secretKey',
  'token',
  'supporterKey',
  'url',
];

/** JSON lines on standard output, without personal data: no names, e-mails, addresses, reader ids or secrets. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    redact: {
      paths: personal.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[redacted]',
    },
    serializers: { err: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** An error as facts fit for a log: Stripe's and PostgreSQL's messages can quote what a person typed, so only codes are kept of those. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { code, type, requestId, statusCode, constraint } = error as unknown as Record<
    string,
    unknown
  >;
  const quotesInput = typeof code === 'string' || typeof statusCode === 'number';
  return {
    kind: error.constructor.name,
    ...(quotesInput
      ? { code, type, requestId, statusCode, constraint }
      : { message: error.message }),
    stack: error.stack
      ?.split('\n')
      .slice(1, 6)
      .map((line) => line.trim()),
  };
}

import { z } from 'zod';

// Errors as RFC 9457 problem details: one table, so that a type never changes its status or its meaning.
const problems = {
  invalid_request: { status: 400, title: 'The request is not as it must be' },
  malformed_body: { status: 400, title: 'The body cannot be read' },
  invalid_signature: { status: 400, title: 'The event is not signed as it must be' },
  unauthorized: { status: 401, title: 'A valid bearer token is needed' },
  forbidden: { status: 403, title: 'You may not do that' },
  forbidden_origin: { status: 403, title: 'This origin is not one of the publisher’s' },
  not_a_supporter: { status: 403, title: 'This gift makes nobody a supporter today' },
  place_barred: { status: 403, title: 'Gifts are not taken from this place' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This address does not take that method' },
  request_timeout: { status: 408, title: 'The request came too slowly' },
  conflict: { status: 409, title: 'The request contradicts an earlier one' },
  checkout_closed: { status: 409, title: 'This checkout is over' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body is of a type not taken here' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  unexpected: { status: 500, title: 'Something went wrong on our side' },
  payment_provider_refused: { status: 502, title: 'The payment provider refused the request' },
  mail_unavailable: { status: 503, title: 'No mail can be sent from here' },
  store_unavailable: { status: 503, title: 'This cannot be kept right now' },
  payment_provider_unavailable: { status: 503, title: 'The payment provider cannot be reached' },
} as const;

export type ProblemType = keyof typeof problems;
export const problemTypes = Object.keys(problems) as ProblemType[];

const typeOf = (type: ProblemType) => `urn:smallfavor:problem:${type}` as const;

/** The body of every answer that says no. */
export const problemSchema = z
  .strictObject({
    type: z.enum(problemTypes.map(typeOf)).describe('what went wrong; never changes its meaning'),
    title: z.string().describe('the same in words, always the same for a type'),
    status: z.int().min(400).max(599),
    detail: z.string().optional().describe('what is wrong with this very request'),
    errors: z
      .array(
        z.strictObject({
          at: z.string().describe('a JSON pointer into the body, or /name of a parameter'),
          says: z.string().describe('what would be right'),
        }),
      )
      .optional()
      .describe('every fault in what was sent'),
    instance: z.string().describe('the request, as the operator’s log names it'),
  })
  .meta({ id: 'Problem', description: 'Problem details after RFC 9457.' });

/** The status and the title of a problem. */
export const toldOf = (type: ProblemType): { status: number; title: string } => problems[type];

/** One fault in what was sent: where it is (a JSON pointer, or a parameter's name) and what would be right. */
export interface Fault {
  readonly at: string;
  readonly says: string;
}

/** An answer that says no, thrown from anywhere and written by the error handler. `detail` is shown to whoever asked. */
export class Problem extends Error {
  readonly type: ProblemType;
  readonly status: number;
  readonly detail: string | undefined;
  readonly faults: readonly Fault[];
  readonly retryAfterS: number | undefined;

  constructor(
    type: ProblemType,
    about: {
      detail?: string;
      faults?: readonly Fault[];
      retryAfterS?: number;
      cause?: unknown;
    } = {},
  ) {
    super(about.detail ?? problems[type].title, { cause: about.cause });
    this.type = type;
    this.status = problems[type].status;
    this.detail = about.detail;
    this.faults = about.faults ?? [];
    this.retryAfterS = about.retryAfterS;
  }

  /** The body of the answer, application/problem+json. */
  toBody(requestId: string): z.output<typeof problemSchema> {
    return {
      type: typeOf(this.type),
      title: problems[this.type].title,
      status: this.status,
      ...(this.detail ? { detail: this.detail } : {}),
      ...(this.faults.length > 0 ? { errors: [...this.faults] } : {}),
      instance: `urn:smallfavor:request:${requestId}`,
    };
  }
}

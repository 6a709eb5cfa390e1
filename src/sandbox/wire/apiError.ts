import type { ObjectType } from '../store/objectTypes.ts';

export type ApiErrorType =
  | 'api_error'
  | 'card_error'
  | 'idempotency_error'
  | 'invalid_request_error';

export interface ApiErrorFacts {
  readonly message: string;
  /** 400 where absent. */
  readonly status?: number;
  readonly type?: ApiErrorType;
  readonly code?: string;
  readonly param?: string | undefined;
  /** Facts of card errors: charge, decline_code, payment_intent and the like. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** What was done before the refusal stays done: a declined charge is kept, though the answer is an error. */
  readonly keepsWork?: boolean;
}

/** A refusal in Stripe's shape, thrown from anywhere below the API. */
export class ApiError extends Error {
  readonly facts: ApiErrorFacts;
  readonly status: number;

  constructor(facts: ApiErrorFacts) {
    super(facts.message);
    this.facts = facts;
    this.status = facts.status ?? 400;
  }

  /** The body of the answer. */
  toBody(requestLogUrl: string): { error: Record<string, unknown> } {
    const { message, code, param, more, type = 'invalid_request_error' } = this.facts;
    return {
      error: {
        ...(code && {
          code,
          doc_url: `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}`,
        }),
        ...more,
        message,
        ...(param && { param }),
        request_log_url: requestLogUrl,
        type,
      },
    };
  }
}

const nouns: Partial<Record<ObjectType, string>> = {
  'billing_portal.configuration': 'configuration',
  'checkout.session': 'checkout.session',
  'test_helpers.test_clock': 'test clock',
  balance_transaction: 'balance transaction',
  invoice_payment: 'invoice payment',
  payment_method: 'PaymentMethod',
  setup_intent: 'setupintent',
  webhook_endpoint: 'webhook endpoint',
};

/** The same refusal, but what was done before it stays done. */
export const keeping = ({ facts }: ApiError): ApiError =>
  new ApiError({ ...facts, keepsWork: true });

/** There is no such object: 404 where the address names it, 400 where a parameter does. */
export const resourceMissing = (type: ObjectType, id: string, param?: string): ApiError =>
  new ApiError({
    status: param ? 400 : 404,
    code: 'resource_missing',
    message: `No such ${nouns[type] ?? type}: '${id.slice(0, 100)}'`,
    param: param ?? 'id',
  });

/** A parameter's value cannot be taken. */
export const invalidParameter = (param: string, message: string, code?: string): ApiError =>
  new ApiError({ message, param, ...(code && { code }) });

/**
 * Something of Stripe's that this sandbox has no model of: refused rather than silently ignored. It begins with the name of
 * the parameter, such as `mode setup`, unless it is about none, such as `a change of the interval`.
 */
export const notModelled = (what: string): ApiError =>
  new ApiError({
    code: 'sandbox_not_modelled',
    param: /^(?!a )\w+(\[\w*\])*/.exec(what)?.[0],
    message: `${what} is something of Stripe's that this sandbox does not model. Leave it out, or try it in Stripe's own test mode.`,
  });

/** @throws ApiError for the first of these parameters that was given */
export function refuseNotModelled<N extends string>(
  given: Readonly<Partial<Record<N, unknown>>>,
  names: readonly N[],
): void {
  const name = names.find((one) => given[one] !== undefined);
  if (name) throw notModelled(name);
}

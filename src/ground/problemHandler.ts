import type { ErrorRequestHandler, RequestHandler } from 'express';
import { StoreUnavailable } from './keyvalue.ts';
import type { Log } from './log.ts';
import { Problem, type ProblemType } from './problem.ts';
import { requestIdOf } from './requestLog.ts';
import { isDatabaseUnavailable } from './sql.ts';

// What Express's own parsers and router throw carries a status and `expose`.
const byParserStatus: Record<number, ProblemType> = {
  400: 'malformed_body',
  404: 'not_found',
  408: 'request_timeout',
  413: 'body_too_large',
  415: 'unsupported_media_type',
};

/** Any error as the problem to answer with. What we did not foresee becomes `unexpected`, which says nothing of what broke. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreUnavailable || isDatabaseUnavailable(error))
    return new Problem('store_unavailable', { retryAfterS: 5, cause: error });
  const { expose, status } = (error ?? {}) as { expose?: boolean; status?: number };
  // A malformed percent-encoding in the path is thrown by the router without `expose`.
  if (error instanceof URIError) return new Problem('not_found');
  if (expose && status) return new Problem(byParserStatus[status] ?? 'malformed_body');
  return new Problem('unexpected', { cause: error });
}

/** Writes every thrown error as application/problem+json and logs those that are ours. */
export function problemHandler({ log }: { log: Log }): ErrorRequestHandler {
  return (error, _req, res, next) => {
    const problem = toProblem(error);
    const requestId = requestIdOf(res);
    if (problem.status >= 500)
      log.error(
        { requestId, problem: problem.type, err: problem.cause ?? error },
        'request failed',
      );
    if (res.headersSent) return next(error);
    if (problem.retryAfterS !== undefined) res.set('Retry-After', String(problem.retryAfterS));
    if (problem.status === 401) res.set('WWW-Authenticate', 'Bearer');
    res.status(problem.status).set('Cache-Control', 'no-store').type('application/problem+json');
    res.send(JSON.stringify(problem.toBody(requestId)));
  };
}

/** The answer where no route matched. */
export const notFound: RequestHandler = () => {
  throw new Problem('not_found');
};

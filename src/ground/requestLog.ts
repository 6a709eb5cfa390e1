import type { Request, RequestHandler, Response } from 'express';
import { newId } from './ids.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** The id of a request: shown to whoever asked, written in the log, the same in both. */
export const requestIdOf = (res: Response): string => String(res.locals.requestId ?? 'none');

/** The route as it was declared, such as /v1/publishers/:publisher/readers/:reader: never the address itself, which names a reader. */
const routeOf = (req: Request): string =>
  req.route
    ? `${req.baseUrl.replace(/^\/v1\/publishers\/[^/]+/, '/v1/publishers/:publisher')}${req.route.path}`
    : 'none';

/** Gives each request an id, one line in the log and its place in the metrics. */
export function requestLog({ log, metrics }: { log: Log; metrics: Metrics }): RequestHandler {
  return (req, res, next) => {
    const requestId = newId('req');
    res.locals.requestId = requestId;
    res.set('X-Request-Id', requestId);
    const began = process.hrtime.bigint();
    res.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      const route = routeOf(req);
      const labels = { method: req.method, route, status: String(res.statusCode) };
      metrics.requests.observe(labels, seconds);
      const level = res.statusCode >= 500 ? 'warn' : 'debug';
      log[level](
        { requestId, ...labels, ms: Math.round(seconds * 1000), cut: !res.writableFinished },
        'request',
      );
    });
    next();
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import type { Log } from '../../ground/log.ts';
import type { ApiFault, FaultSwitch } from '../faults/faults.ts';
import { newStripeId } from '../store/stripeId.ts';
import { errorAnswer, sendAnswer, sendHalf } from './answer.ts';
import type { Answered } from './answerOnce.ts';
import { ApiError } from './apiError.ts';
import { readApiVersion, sandboxApiVersion } from './apiVersion.ts';
import { authenticate } from './authenticate.ts';
import { isKeepable } from './keepable.ts';
import type { Route } from './route.ts';
import { type ApiRequest, createRun, type RunDeps } from './runRoute.ts';

export interface ApiDeps extends RunDeps {
  readonly routes: readonly Route[];
  readonly faults: FaultSwitch;
  readonly log: Log;
}

const faultMessages: Record<
  number,
  Pick<ConstructorParameters<typeof ApiError>[0], 'message' | 'type' | 'code'>
> = {
  409: {
    message:
      'This object cannot be accessed right now because another API request is using it. Try again.',
    code: 'lock_timeout',
  },
  429: {
    message: 'Too many requests hit the API too quickly. (A fault that is switched on here.)',
    code: 'rate_limit',
  },
};

const brokenMessage = {
  message: 'Something went wrong on the end of the sandbox. (A fault that is switched on here.)',
  type: 'api_error',
} as const;

const faultOf = (status: number): ApiError =>
  new ApiError({ status, ...(faultMessages[status] ?? brokenMessage) });

/** A request's own text: the query of a GET, the body of a POST, both of a DELETE. */
function formText(req: Request): string {
  const query = req.originalUrl.split('?')[1] ?? '';
  const body = typeof req.body === 'string' ? req.body : '';
  if (req.method === 'GET') return query;
  return req.method === 'POST' ? body : [query, body].filter(Boolean).join('&');
}

/** What an address is about: `charges` of /v1/charges/ch_1. */
const resourceOf = (path: string): string => path.split('/', 3)[2] ?? '';

/** What the address names. @throws ApiError 404 for what can be the id of nothing */
function pathOf({ params }: Request): Record<string, string> {
  const path = params as Record<string, string>;
  const id = Object.values(path).find((one) => !isKeepable(one));
  if (id === undefined) return path;
  throw new ApiError({
    status: 404,
    message: `No such object: '${id.replaceAll('\0', '')}'`,
    param: 'id',
    code: 'resource_missing',
  });
}

const idOfRequest = (res: Response): string => String(res.getHeader('request-id'));

/** Stripe's /v1 over HTTP: keys, versions, idempotency, faults, and errors in Stripe's shape. */
export function createApiRouter(deps: ApiDeps): Router {
  const { routes, faults, publicUrl, log } = deps;
  const run = createRun(deps);
  const router = Router();

  router.use((_req, res, next) => {
    res.set({ 'request-id': newStripeId('req', 14), 'stripe-version': sandboxApiVersion });
    next();
  });
  router.use(express.text({ type: () => true, limit: '1mb' }));

  function readRequest(req: Request, res: Response): ApiRequest {
    const account = authenticate(req.get('authorization'));
    const apiVersion = readApiVersion(req.get('stripe-version'));
    if (apiVersion) res.set('stripe-version', apiVersion);
    const key = req.method === 'POST' ? (req.get('idempotency-key') ?? null) : null;
    if (key !== null) {
      if (key.length > 255)
        throw new ApiError({
          type: 'idempotency_error',
          message: 'An idempotency key can be at most 255 characters long.',
        });
      res.set('idempotency-key', key);
    }
    return { id: idOfRequest(res), account, apiVersion, key, text: formText(req), path: req.path };
  }

  function finish(res: Response, answer: Answered, fault: ApiFault | undefined) {
    if (answer.replayOf)
      res.set({ 'idempotent-replayed': 'true', 'original-request': answer.replayOf });
    if (fault?.cutOff) sendHalf(res, answer);
    else sendAnswer(res, answer);
  }

  // A router tries one route after the other, and there are over a hundred: so each resource has its own.
  const resources = new Map<string, Router>();
  for (const route of routes) {
    const resource = resources.get(resourceOf(route.path)) ?? Router();
    resources.set(resourceOf(route.path), resource);
    resource[route.method](route.path, async (req, res) => {
      const request = readRequest(req, res);
      const fault = await faults.strike();
      if (fault?.slowMs) await sleep(fault.slowMs);
      if (fault?.status) throw faultOf(fault.status);
      finish(res, await run(route, request, pathOf(req)), fault);
    });
  }
  router.use((req, res, next) => {
    const resource = resources.get(resourceOf(req.path));
    if (resource) resource(req, res, next);
    else next();
  });

  router.use((req) => {
    authenticate(req.get('authorization'));
    throw new ApiError({
      status: 404,
      message: `Unrecognized request URL (${req.method}: ${req.path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code. This sandbox has a part of Stripe's surface only: its index page says which.`,
    });
  });
  router.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(error);
    sendAnswer(res, errorAnswer(error, idOfRequest(res), publicUrl(), log));
  });
  return router;
}

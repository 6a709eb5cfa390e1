import express, { type ErrorRequestHandler, type Router } from 'express';
import { z } from 'zod';
import type { Bounces } from '../ground/bounces.ts';
import type { Clock } from '../ground/clock.ts';
import { json, type Operation } from '../ground/operation.ts';
import { Problem } from '../ground/problem.ts';
import type { Database } from '../ground/sql.ts';
import { asProblem } from '../ground/stripeProblem.ts';
import type { Alerts } from '../incidents/alerts.ts';
import type { Reconcile } from '../reconcile/reconcile.ts';
import type { Backfill } from '../webhooks/backfill.ts';
import { deliveryHealth } from '../webhooks/deliveryWatch.ts';
import type { EventBodies } from '../webhooks/eventBodies.ts';
import { inboxHealth } from '../webhooks/eventStore.ts';
import { alertOperations, alertRoutes } from './alertRoutes.ts';
import { requireBearer } from './bearer.ts';
import { bounceOperations, bounceRoutes } from './bounceRoutes.ts';
import { checkOperations, checkRoutes } from './checkRoutes.ts';
import { eventOperations, eventRoutes } from './eventRoutes.ts';
import { giftOperations, giftRoutes } from './giftRoutes.ts';
import { ledgerOperations, ledgerRoutes } from './ledgerRoutes.ts';
import { payoutOperations, payoutRoutes } from './payoutRoutes.ts';
import { snoozeOperations, snoozeRoutes } from './snoozeRoutes.ts';
import { tallyOperations, tallyRoutes } from './tallyRoutes.ts';

const healthSchema = z
  .strictObject({
    lastEventAt: z.date().nullable(),
    oldestUnprocessedAt: z.date().nullable(),
    received: z.int().describe('events that wait'),
    failed: z.int(),
    parked: z.int(),
    stripeGivesUpAt: z.date().nullable().describe('for the event that has waited longest'),
    daysLeft: z.number().nullable(),
    endpointDisabled: z.boolean(),
    backfilledAt: z.date().nullable(),
    broughtByBackfill: z.int().describe('events that never came and were asked for'),
    now: z.date(),
  })
  .meta({ id: 'Health' });

export interface FinanceRoutesDependencies {
  readonly db: Database;
  readonly bodies: EventBodies;
  readonly clock: Clock;
  readonly tokens: readonly string[];
  readonly onEvent: () => void;
  readonly backfill: Backfill;
  readonly reconcile: Reconcile;
  readonly alerts: Pick<Alerts, 'tryAll'>;
  readonly bounces: Pick<Bounces, 'take'>;
}

/** Stripe's no, or its silence, said as what it is: the fault is not ours, and to ask again goes on from there. */
const stripeFaults: ErrorRequestHandler = (error, _req, _res, next) => {
  const cause: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const problem = asProblem(cause);
  if (!(problem instanceof Problem) || problem === cause) return next(error);
  const { type, retryAfterS } = problem;
  const detail = 'What was found before stays. Please ask again.';
  next(new Problem(type, { detail, cause: error, ...(retryAfterS ? { retryAfterS } : {}) }));
};

/** Everything finance asks for; mount at /v1/finance. Nothing here is ever cached. */
export function financeRoutes(dependencies: FinanceRoutesDependencies): Router {
  const { db, bodies, clock, tokens, onEvent } = dependencies;
  const router = express.Router();
  router.use(requireBearer(tokens));
  router.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.use(
    eventRoutes({ db, bodies, onEvent }),
    ledgerRoutes({ db, clock }),
    giftRoutes({ db }),
    payoutRoutes(dependencies),
    checkRoutes(dependencies),
    tallyRoutes({ db }),
    snoozeRoutes({ db, clock }),
    alertRoutes(dependencies),
    bounceRoutes(dependencies),
  );
  router.get('/health', async (_req, res) => {
    const now = clock.now();
    const answer: z.output<typeof healthSchema> = {
      ...(await inboxHealth(db)),
      ...(await deliveryHealth(db, now)),
      now,
    };
    res.json(answer);
  });
  router.use(stripeFaults);
  return router;
}

export const financeOperations: Operation[] = [
  {
    id: 'readHealth',
    method: 'get' as const,
    path: '/health',
    summary: 'Tells how the inbox stands, and the way from Stripe to it',
    answers: { 200: json(healthSchema, 'How it stands now.') },
  },
  ...eventOperations,
  ...giftOperations,
  ...ledgerOperations,
  ...payoutOperations,
  ...checkOperations,
  ...tallyOperations,
  ...snoozeOperations,
  ...alertOperations,
  ...bounceOperations,
].map((one) => ({
  ...one,
  path: `/v1/finance${one.path}`,
  section: 'Finance',
  key: 'finance',
}));

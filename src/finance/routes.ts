import express, { type Router } from 'express';
import type { Clock } from '../ground/clock.ts';
import type { Database } from '../ground/sql.ts';
import type { Alerts } from '../incidents/alerts.ts';
import type { Reconcile } from '../reconcile/reconcile.ts';
import type { Backfill } from '../webhooks/backfill.ts';
import { deliveryHealth } from '../webhooks/deliveryWatch.ts';
import type { EventBodies } from '../webhooks/eventBodies.ts';
import { inboxHealth } from '../webhooks/eventStore.ts';
import { alertRoutes } from './alertRoutes.ts';
import { requireBearer } from './bearer.ts';
import { checkRoutes } from './checkRoutes.ts';
import { eventRoutes } from './eventRoutes.ts';
import { giftRoutes } from './giftRoutes.ts';
import { ledgerRoutes } from './ledgerRoutes.ts';
import { payoutRoutes } from './payoutRoutes.ts';
import { snoozeRoutes } from './snoozeRoutes.ts';
import { tallyRoutes } from './tallyRoutes.ts';

export interface FinanceRoutesDependencies {
  readonly db: Database;
  readonly bodies: EventBodies;
  readonly clock: Clock;
  readonly tokens: readonly string[];
  readonly onEvent: () => void;
  readonly backfill: Backfill;
  readonly reconcile: Reconcile;
  readonly alerts: Pick<Alerts, 'tryAll'>;
}

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
  );
  router.get('/health', async (_req, res) => {
    const now = clock.now();
    res.json({ ...(await inboxHealth(db)), ...(await deliveryHealth(db, now)), now });
  });
  return router;
}

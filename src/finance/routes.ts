import express, { type Router } from 'express';
import type { Clock } from '../ground/clock.ts';
import type { Database } from '../ground/sql.ts';
import { inboxHealth } from '../webhooks/eventStore.ts';
import { requireBearer } from './bearer.ts';
import { eventRoutes } from './eventRoutes.ts';
import { giftRoutes } from './giftRoutes.ts';
import { ledgerRoutes } from './ledgerRoutes.ts';
import { tallyRoutes } from './tallyRoutes.ts';

export interface FinanceRoutesDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly tokens: readonly string[];
  readonly onEvent: () => void;
}

/** Everything finance asks for; mount at /v1/finance. Nothing here is ever cached. */
export function financeRoutes({ db, clock, tokens, onEvent }: FinanceRoutesDependencies): Router {
  const router = express.Router();
  router.use(requireBearer(tokens));
  router.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.use(
    eventRoutes({ db, onEvent }),
    ledgerRoutes({ db, clock }),
    giftRoutes({ db }),
    tallyRoutes({ db }),
  );
  router.get('/health', async (_req, res) => {
    res.json({ ...(await inboxHealth(db)), now: clock.now() });
  });
  return router;
}

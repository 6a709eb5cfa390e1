import express, { type Router } from 'express';
import type { Alerts } from '../incidents/alerts.ts';

/** For the operator: whether letters about what goes wrong arrive. */
export function alertRoutes({ alerts }: { readonly alerts: Pick<Alerts, 'tryAll'> }): Router {
  const router = express.Router();
  router.post('/alerts/trials', async (_req, res) => {
    res.json({ data: await alerts.tryAll() });
  });
  return router;
}

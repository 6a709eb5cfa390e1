import express, { type Router } from 'express';
import { z } from 'zod';
import { json } from '../ground/operation.ts';
import type { Alerts } from '../incidents/alerts.ts';
import type { FinanceOperation } from './operation.ts';

const triedSchema = z.strictObject({
  data: z.array(
    z.strictObject({ to: z.string(), error: z.string().nullable().describe('null: it was taken') }),
  ),
});

/** For the operator: whether letters about what goes wrong arrive. */
export function alertRoutes({ alerts }: { readonly alerts: Pick<Alerts, 'tryAll'> }): Router {
  const router = express.Router();
  router.post('/alerts/trials', async (_req, res) => {
    const answer: z.output<typeof triedSchema> = { data: await alerts.tryAll() };
    res.json(answer);
  });
  return router;
}

export const alertOperations: FinanceOperation[] = [
  {
    id: 'tryAlerts',
    method: 'post',
    path: '/alerts/trials',
    summary: 'Sends a trial letter to everybody who is told when something goes wrong',
    answers: { 200: json(triedSchema, 'How each letter fared with the mail server.') },
  },
];

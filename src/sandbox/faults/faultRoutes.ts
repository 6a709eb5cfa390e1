import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { Problem } from '../../ground/problem.ts';
import { validate } from '../../ground/validate.ts';
import { newStripeId } from '../store/stripeId.ts';
import { decodeForm } from '../wire/formDecode.ts';
import { type FaultSwitch, faultsSchema } from './faults.ts';

/** GET, POST and DELETE /sandbox/faults: what goes wrong on purpose. A POST replaces all that was on; a form or JSON. */
export function createFaultRoutes({ faults }: { faults: FaultSwitch }): Router {
  const router = Router();
  router.get('/sandbox/faults', async (_req, res) => void res.json(await faults.get()));
  router.post(
    '/sandbox/faults',
    express.text({ type: 'application/x-www-form-urlencoded' }),
    express.json(),
    async (req, res) => {
      const given: unknown = typeof req.body === 'string' ? decodeForm(req.body) : req.body;
      await faults.set(validate(faultsSchema, given ?? {}));
      res.json(await faults.get());
    },
  );
  router.delete('/sandbox/faults', async (_req, res) => {
    await faults.set({});
    res.json({});
  });
  router.use('/sandbox', (error: unknown, _req: Request, res: Response, next: NextFunction) => {
    const { expose, message } = error as { expose?: boolean; message?: string };
    const problem =
      error instanceof Problem
        ? error
        : expose && new Problem('malformed_body', { ...(message && { detail: message }) });
    if (!problem) return next(error);
    res.status(problem.status).type('application/problem+json');
    res.send(JSON.stringify(problem.toBody(newStripeId('req', 14))));
  });
  return router;
}

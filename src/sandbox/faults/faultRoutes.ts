import express, { Router } from 'express';
import { validate } from '../../ground/validate.ts';
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
  return router;
}

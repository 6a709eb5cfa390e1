import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { Problem } from '../../ground/problem.ts';
import { validate } from '../../ground/validate.ts';
import { refuseForeignPosts } from '../pages/protectPage.ts';
import { newStripeId } from '../store/stripeId.ts';
import { decodeForm, type Form, type FormValue } from '../wire/formDecode.ts';
import { type FaultSwitch, faultsSchema } from './faults.ts';

/** What was filled in: a form sends its empty fields too. */
function filledOf(form: Form): Form {
  const filled = Object.entries(form).flatMap(([name, value]): [string, FormValue][] => {
    const inner =
      typeof value === 'object' && !Array.isArray(value) ? filledOf(value as Form) : value;
    const isEmpty = inner === '' || (typeof inner === 'object' && Object.keys(inner).length === 0);
    return isEmpty ? [] : [[name, inner]];
  });
  return Object.fromEntries(filled);
}

const isBrowser = (req: Request): boolean => req.accepts(['json', 'html']) === 'html';

/** GET, POST and DELETE /sandbox/faults: what goes wrong on purpose. A POST replaces all that was on; a form or JSON. */
export function createFaultRoutes({ faults }: { faults: FaultSwitch }): Router {
  const router = Router();
  router.get('/sandbox/faults', async (_req, res) => void res.json(await faults.get()));
  router.post(
    '/sandbox/faults',
    refuseForeignPosts,
    express.text({ type: 'application/x-www-form-urlencoded' }),
    express.json(),
    async (req, res) => {
      const given: unknown =
        typeof req.body === 'string' ? filledOf(decodeForm(req.body)) : req.body;
      await faults.set(validate(faultsSchema, given ?? {}));
      if (isBrowser(req)) res.redirect(303, '/?faults=set#faults');
      else res.json(await faults.get());
    },
  );
  router.delete('/sandbox/faults', async (_req, res) => {
    await faults.set({});
    res.json({});
  });
  router.use('/sandbox', (error: unknown, req: Request, res: Response, next: NextFunction) => {
    const { expose, message } = error as { expose?: boolean; message?: string };
    const problem =
      error instanceof Problem
        ? error
        : expose && new Problem('malformed_body', { ...(message && { detail: message }) });
    if (!problem) return next(error);
    if (isBrowser(req)) {
      const said = problem.faults.map(({ at, says }) => `${at} ${says}`).join('; ');
      return res.redirect(303, `/?wrong=${encodeURIComponent(said || problem.message)}#faults`);
    }
    res.status(problem.status).type('application/problem+json');
    res.send(JSON.stringify(problem.toBody(newStripeId('req', 14))));
  });
  return router;
}

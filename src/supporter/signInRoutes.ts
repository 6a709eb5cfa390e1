import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import { addressSchema, personOf } from '../ground/address.ts';
import { readBodies } from '../ground/bodies.ts';
import type { Limiter } from '../ground/limiter.ts';
import { localeSchema } from '../ground/locale.ts';
import { Problem } from '../ground/problem.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import { validate } from '../ground/validate.ts';
import type { SignIn } from './signIn.ts';

export interface SignInRoutesDependencies {
  readonly publishers: Publishers;
  readonly publicUrl: string;
  readonly signIn: SignIn;
  readonly canSend: boolean;
  readonly limiters: { readonly network: Limiter; readonly person: Limiter };
}

/** POST of P/sign-ins; mount at /v1/publishers. The answer and its time are the same for everybody. */
export function signInRoutes(dependencies: SignInRoutesDependencies): Router {
  const { publishers, publicUrl, signIn, canSend, limiters } = dependencies;
  const router = express.Router();
  router.post(
    '/:publisher/sign-ins',
    ...readBodies(),
    async (req: Request<{ publisher: string }>, res) => {
      const publisher = findPublisher(publishers, req.params.publisher);
      if (!canSend) throw new Problem('mail_unavailable');
      const origins = [...publisher.origins, new URL(publicUrl).origin];
      const schema = z.strictObject({
        email: addressSchema,
        returnUrl: z
          .url({ protocol: /^https?$/ })
          .max(2000)
          .refine((text) => origins.includes(new URL(text).origin) && !new URL(text).username, {
            error: 'must be an address on one of the publisher’s origins',
          }),
        locale: localeSchema.optional(),
      });
      const request = validate(schema, req.body ?? {});
      await limiters.network.take(req.ip ?? 'unknown');
      const mayHave = await limiters.person.take(personOf(request.email)).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Problem) return false;
          throw error;
        },
      );
      // Too many for one person: nothing is sent, and it does not show.
      if (mayHave) await signIn.ask(publisher, request);
      res.status(202).set('Cache-Control', 'no-store').end();
    },
  );
  return router;
}

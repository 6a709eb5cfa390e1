import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import { addressSchema, personOf } from '../ground/address.ts';
import { readBodies } from '../ground/bodies.ts';
import type { Limiter } from '../ground/limiter.ts';
import { localeSchema } from '../ground/locale.ts';
import { nothing, type Operation, readerProblems, type Sample } from '../ground/operation.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
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

/** The body of POST sign-ins. */
const signInRequest = (publisher: Publisher, publicUrl: string) => {
  const origins = [...publisher.origins, new URL(publicUrl).origin];
  return z.strictObject({
    email: addressSchema,
    returnUrl: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .refine((text) => origins.includes(new URL(text).origin) && !new URL(text).username, {
        error: 'must be an address on one of the publisher’s origins',
      }),
    locale: localeSchema.optional(),
  });
};

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
      const request = validate(signInRequest(publisher, publicUrl), req.body ?? {});
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

export const signInOperations = ({ publisher, publicUrl }: Sample): Operation[] => [
  {
    id: 'signIn',
    method: 'post',
    path: '/v1/publishers/:publisher/sign-ins',
    section: 'Giving',
    summary: 'Mails a supporter a link by which another browser knows them',
    about: 'The answer and its time are the same for everybody: nobody learns who gives.',
    body: signInRequest(publisher, publicUrl),
    example: { email: 'reader@example.org', returnUrl: `${publisher.origins[0]}/2026/11/24/story` },
    answers: { 202: nothing('A letter is on its way, where there is a gift.') },
    problems: [...readerProblems, 'mail_unavailable', 'store_unavailable'],
  },
];

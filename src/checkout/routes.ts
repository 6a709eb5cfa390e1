import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import { readBodies } from '../ground/bodies.ts';
import { mayComeFrom } from '../ground/country.ts';
import type { Limiter } from '../ground/limiter.ts';
import { json, type Operation, type Sample } from '../ground/operation.ts';
import { type Fault, Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import { readerIdSchema } from '../ground/readerTag.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import { validate } from '../ground/validate.ts';
import { checkoutRequest } from './request.ts';
import type { StartCheckout } from './start.ts';
import { checkoutStatusSchema, type createStatus } from './status.ts';

export interface CheckoutRoutesDependencies {
  readonly publishers: Publishers;
  readonly publicUrl: string;
  readonly countryHeader: string | undefined;
  readonly start: StartCheckout;
  readonly status: ReturnType<typeof createStatus>;
  readonly limiter: Limiter;
}

const statusQuery = z.object({ reader: readerIdSchema.optional() });
const started = z
  .strictObject({
    id: z.string(),
    url: z.url().describe('the payment page: lead the reader there'),
  })
  .meta({ id: 'Checkout' });

function refusePlace(req: Request, publisher: Publisher, countryHeader: string | undefined): void {
  const isIn = (places: readonly string[]) => mayComeFrom(req, countryHeader, places);
  if (isIn(publisher.barredCountries)) {
    throw new Problem('place_barred', {
      detail: 'Giving could put you at risk where you are, so no gift is taken from there.',
    });
  }
  if (isIn(publisher.warnedCountries?.countries ?? [])) {
    throw new Problem('place_barred', {
      detail: `Givers in this place are to be warned first: lead them to /${publisher.id}, which does.`,
    });
  }
}

/** The key may come as a header, as Stripe's does, or in the body, which costs a browser no preflight. */
function withHeaderKey(req: Request): { body: unknown; faults: Fault[] } {
  const header = req.get('Idempotency-Key');
  const body: Record<string, unknown> = { ...req.body };
  if (header === undefined) return { body, faults: [] };
  const differs = body.idempotencyKey !== undefined && body.idempotencyKey !== header;
  return {
    body: { ...body, idempotencyKey: header },
    faults: differs
      ? [{ at: '/idempotencyKey', says: 'differs from the Idempotency-Key header' }]
      : [],
  };
}

/** POST and GET of checkouts; mount at /v1/publishers. */
export function checkoutRoutes({
  publishers,
  publicUrl,
  countryHeader,
  start,
  status,
  limiter,
}: CheckoutRoutesDependencies): Router {
  const router = express.Router();
  const ownOrigin = new URL(publicUrl).origin;

  router.post(
    '/:publisher/checkouts',
    ...readBodies(),
    async (req: Request<{ publisher: string }>, res) => {
      const publisher = findPublisher(publishers, req.params.publisher);
      refusePlace(req, publisher, countryHeader);
      const { body, faults } = withHeaderKey(req);
      const taken = checkoutRequest(publisher, [...publisher.origins, ownOrigin]);
      const request = validate(taken, body, faults);
      await limiter.take(req.ip ?? 'unknown');
      const { id, url } = await start(publisher, request);
      const answer: z.output<typeof started> = { id, url };
      res.status(201).set('Cache-Control', 'no-store').json(answer);
    },
  );

  router.get(
    '/:publisher/checkouts/:id',
    async (req: Request<{ publisher: string; id: string }>, res) => {
      const publisher = findPublisher(publishers, req.params.publisher);
      const { reader } = validate(statusQuery, req.query);
      res.set('Cache-Control', 'no-store').json(await status(publisher, req.params.id, reader));
    },
  );

  return router;
}

const path = '/v1/publishers/:publisher/checkouts';

export const checkoutOperations = ({ publisher }: Sample): Operation[] => {
  const body = checkoutRequest(publisher, publisher.origins);
  const frequency = publisher.suggestedFrequency;
  return [
    {
      id: 'startCheckout',
      method: 'post',
      path,
      section: 'Giving',
      summary: 'Begins a gift',
      about:
        'Send an idempotency key, in the body or as a header: whatever is repeated under it finds the same checkout, and the same key with another body is a conflict. `returnUrl` must be on one of the publisher’s origins; there the reader comes back with the checkout’s id in the fragment.',
      headers: z.object({
        'Idempotency-Key': body.shape.idempotencyKey.describe(
          'the same as `idempotencyKey` in the body; costs a browser a preflight',
        ),
      }),
      body,
      example: {
        reader: 'reader-4f1c9a77',
        frequency,
        amount: publisher.amounts[frequency]!.suggested,
        currency: publisher.currency,
        returnUrl: `${publisher.origins[0]}/2026/11/24/story`,
        idempotencyKey: 'gift-4f1c9a77-1',
      },
      answers: { 201: json(started, 'A checkout, or the one that the key began.') },
      problems: [
        'forbidden_origin',
        'place_barred',
        'conflict',
        'checkout_closed',
        'too_many_requests',
        'payment_provider_refused',
        'payment_provider_unavailable',
        'store_unavailable',
      ],
    },
    {
      id: 'readCheckout',
      method: 'get',
      path: `${path}/:id`,
      section: 'Giving',
      summary: 'Tells what became of a checkout, and gives the supporter key',
      parameters: z.object({ id: z.string().describe('from the fragment of the address') }),
      query: statusQuery,
      answers: { 200: json(checkoutStatusSchema, 'How it stands.') },
      problems: ['forbidden_origin'],
    },
  ];
};

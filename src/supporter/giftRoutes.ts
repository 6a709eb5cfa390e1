import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { Gift } from '../giving/gift.ts';
import { readBodies } from '../ground/bodies.ts';
import type { Clock } from '../ground/clock.ts';
import type { Limiter } from '../ground/limiter.ts';
import { json, type Operation, readerProblems, type Sample } from '../ground/operation.ts';
import type { Publisher } from '../ground/publisher.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';
import { validate } from '../ground/validate.ts';
import type { ChangeGift } from './changeGift.ts';
import { giftOfBearer } from './gate.ts';
import { giftChangeBody, giftChangeSchema, giftView, giftViewSchema } from './giftChange.ts';
import type { Links } from './links.ts';
import type { OpenPortal } from './portal.ts';
import { isBarred, refuseCard, refuseMore } from './refuseMore.ts';

export interface GiftRoutesDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly publishers: Publishers;
  readonly publicUrl: string;
  readonly links: Links;
  readonly changeGift: ChangeGift;
  readonly openPortal: OpenPortal;
  readonly limiter: Limiter;
  readonly countryHeader: string | undefined;
}

/** The body of POST portal: where the portal leads back to. */
const portalRequest = ({ origins, home }: Publisher, publicUrl: string) =>
  z.strictObject({
    returnUrl: z
      .url({ protocol: /^https?$/ })
      .refine(
        (text) =>
          [...origins, new URL(publicUrl).origin].includes(new URL(text).origin) &&
          !new URL(text).username,
        { error: 'must be an address on one of the publisher’s origins' },
      )
      .default(home),
  });
const opened = z.strictObject({ url: z.url().describe('Stripe’s portal, for some minutes') });

type PublisherRequest = Request<{ publisher: string }>;

/** What a supporter does with their gift, by its key; mount at /v1/publishers. */
export function giftRoutes(dependencies: GiftRoutesDependencies): Router {
  const { db, clock, publishers, publicUrl, links, changeGift, openPortal, limiter } = dependencies;
  const router = express.Router();

  async function enter(req: PublisherRequest): Promise<[Publisher, Gift]> {
    const publisher = findPublisher(publishers, req.params.publisher);
    await limiter.take(req.ip ?? 'unknown');
    return [publisher, await giftOfBearer(db, req as Request, publisher)];
  }
  const show = (res: Response, publisher: Publisher, gift: Gift) => {
    res
      .set('Cache-Control', 'no-store')
      .json(giftView(gift, publisher, clock.now(), links.manageUrl(gift)));
  };

  router.get('/:publisher/gift', async (req: PublisherRequest, res) => {
    show(res, ...(await enter(req)));
  });

  router.patch('/:publisher/gift', ...readBodies(), async (req: PublisherRequest, res) => {
    let [publisher, gift] = await enter(req);
    const changes = validate(giftChangeSchema(publisher, gift), req.body ?? {});
    const barred = isBarred(req as Request, dependencies.countryHeader, publisher);
    // All or nothing: before the first.
    for (const change of changes) refuseMore(barred, gift, change);
    for (const change of changes) gift = await changeGift(gift, change);
    show(res, publisher, gift);
  });

  router.delete('/:publisher/gift', async (req: PublisherRequest, res) => {
    const [publisher, gift] = await enter(req);
    show(res, publisher, await changeGift(gift, { ends: true }));
  });

  router.post('/:publisher/portal', ...readBodies(), async (req: PublisherRequest, res) => {
    const [publisher, gift] = await enter(req);
    refuseCard(isBarred(req as Request, dependencies.countryHeader, publisher));
    const { returnUrl } = validate(portalRequest(publisher, publicUrl), req.body ?? {});
    const answer: z.output<typeof opened> = { url: await openPortal(publisher, gift, returnUrl) };
    res.status(201).set('Cache-Control', 'no-store').json(answer);
  });

  return router;
}

const path = '/v1/publishers/:publisher';
const common = { section: 'Supporters', key: 'supporter' } as const;
const provider = ['payment_provider_refused', 'payment_provider_unavailable'] as const;
const shown = json(giftViewSchema, 'The gift as it is now.');

export const giftOperations = ({ publisher, publicUrl }: Sample): Operation[] => [
  {
    ...common,
    id: 'readGift',
    method: 'get',
    path: `${path}/gift`,
    summary: 'Shows a supporter their gift',
    answers: { 200: shown },
    problems: readerProblems,
  },
  {
    ...common,
    id: 'changeGift',
    method: 'patch',
    path: `${path}/gift`,
    summary: 'Changes the amount, pauses, resumes, or takes an end back',
    about: 'At least one of the three. What is so already stays so: it may be repeated.',
    body: giftChangeBody,
    example: { paused: true },
    answers: { 200: shown },
    problems: ['place_barred', 'conflict', ...readerProblems, ...provider],
  },
  {
    ...common,
    id: 'cancelGift',
    method: 'delete',
    path: `${path}/gift`,
    summary: 'Ends a gift with the period that is paid',
    answers: { 200: shown },
    problems: ['conflict', ...readerProblems, ...provider],
  },
  {
    ...common,
    id: 'openPortal',
    method: 'post',
    path: `${path}/portal`,
    summary: 'Opens Stripe’s portal, for the card and the receipts',
    body: portalRequest(publisher, publicUrl),
    isBodyOptional: true,
    example: { returnUrl: publisher.home },
    answers: { 201: json(opened, 'Lead the supporter there.') },
    problems: ['place_barred', ...readerProblems, ...provider],
  },
];

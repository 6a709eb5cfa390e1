import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import { type Clock, fromUnixSeconds } from '../ground/clock.ts';
import type { Log } from '../ground/log.ts';
import type { Metrics } from '../ground/metrics.ts';
import { json, type Operation } from '../ground/operation.ts';
import { Problem } from '../ground/problem.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import type { Database } from '../ground/sql.ts';
import { stripeApiVersion } from '../ground/stripe.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import type { EventBodies } from './eventBodies.ts';
import type { ArrivedEvent } from './inbox.ts';
import { createKeeper } from './keepTogether.ts';
import { toleranceS, verifyEvent } from './signature.ts';
import { strangerReason } from './strangerReason.ts';

export interface WebhookRoutesDependencies {
  readonly bodies: EventBodies;
  readonly publishers: Publishers;
  readonly accounts: StripeAccounts;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Called when there is something new to work. */
  readonly onEvent: () => void;
}

// Signed by Stripe, yet read as from outside: only what we store is looked at.
// Neither database keeps a NUL, or a moment past the year 9999: sent again, it would fail again.
const word = z
  .string()
  .max(255)
  .refine((text) => !text.includes('\0'));
const lastSecond = 253_402_300_799;

const envelope = z.looseObject({
  id: word.min(1),
  type: word.min(1),
  created: z.int().min(0).max(lastSecond),
  livemode: z.boolean(),
  api_version: word.nullish(),
  account: word.nullish(),
  context: word.nullish(),
});

const received = z.strictObject({ received: z.literal(true) });

// Whatever type it says it is: the signature is what tells. Compressed, it is not what was signed: 415.
const readBytes = express.raw({ type: () => true, limit: '1mb', inflate: false });

/** Why an event is kept but not worked until somebody decides: it is not what our endpoint was made to send. */
function reasonToPark(
  event: z.output<typeof envelope>,
  about: string | null,
  livemode: boolean,
): string | undefined {
  const stranger = strangerReason(event.livemode, about, livemode);
  if (stranger) return stranger;
  if (event.api_version !== stripeApiVersion)
    return `it is of API version ${event.api_version ?? 'none'}: the endpoint should have ${stripeApiVersion}`;
  return undefined;
}

function arrived(
  publisher: string,
  event: unknown,
  body: Uint8Array,
  livemode: boolean,
  receivedAt: Date,
): ArrivedEvent {
  const parsed = envelope.safeParse(event);
  if (!parsed.success) throw new Problem('malformed_body', { detail: 'This is not an event.' });
  const { id, type, created, api_version, account, context } = parsed.data;
  const about = account ?? context ?? null;
  const parkedBecause = reasonToPark(parsed.data, about, livemode);
  return {
    id,
    type,
    publisher,
    account: about,
    apiVersion: api_version ?? null,
    livemode: parsed.data.livemode,
    created: fromUnixSeconds(created),
    receivedAt,
    body,
    parkedBecause,
  };
}

/** The door for Stripe's events; mount at /webhooks before any body parser: the signature is over the bytes as sent. */
export function webhookRoutes({
  publishers,
  accounts,
  db,
  bodies,
  clock,
  log,
  metrics,
  onEvent,
}: WebhookRoutesDependencies): Router {
  const router = express.Router();
  const keep = createKeeper({ db, bodies });

  function verified(req: Request<{ publisher: string }>): ArrivedEvent {
    const publisher = findPublisher(publishers, req.params.publisher);
    // Nothing is read where no body came.
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    const account = accounts.of(publisher.id);
    const event = verifyEvent(body, req.get('Stripe-Signature'), account.webhookSecrets(), clock);
    return arrived(publisher.id, event, body, account.livemode, clock.now());
  }

  router.post('/stripe/:publisher', readBytes, async (req: Request<{ publisher: string }>, res) => {
    let event: ArrivedEvent;
    try {
      event = verified(req);
    } catch (error) {
      metrics.eventsIn.inc({ outcome: 'refused' });
      throw error;
    }
    let isNew: boolean;
    try {
      isNew = await keep(event);
    } catch (error) {
      metrics.eventsIn.inc({ outcome: 'unstored' });
      log.error(
        { event: event.id, type: event.type, err: error },
        'an event could not be stored; Stripe will send it again',
      );
      throw new Problem('store_unavailable', { retryAfterS: 5, cause: error });
    }
    metrics.eventsIn.inc({ outcome: isNew ? 'stored' : 'repeated' });
    if (isNew) onEvent();
    res.status(200).json({ received: true } satisfies z.output<typeof received>);
  });

  return router;
}

export const webhookOperations: Operation[] = [
  {
    id: 'receiveEvent',
    method: 'post',
    path: '/webhooks/stripe/:publisher',
    section: 'Webhooks',
    summary: 'Takes an event that Stripe sends',
    about: `Signed with the publisher’s secret, over the bytes as sent, within ${toleranceS} seconds either way. 200 means that it is on disk; what could not be stored is answered 503, and Stripe sends it again. An event that came before is kept once.`,
    headers: z.object({ 'Stripe-Signature': z.string() }),
    body: envelope,
    bodyTypes: ['application/json'],
    answers: { 200: json(received, 'Stored.') },
    problems: ['invalid_signature', 'store_unavailable'],
  },
];

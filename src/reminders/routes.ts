import express, { type Request, type Router } from 'express';
import { readBodies } from '../ground/bodies.ts';
import type { Clock } from '../ground/clock.ts';
import type { LetterWords } from '../ground/letterTexts.ts';
import type { Limiter } from '../ground/limiter.ts';
import { Problem } from '../ground/problem.ts';
import { findPublisher, type Publishers } from '../ground/readPublishers.ts';
import { validate } from '../ground/validate.ts';
import { reminderRequest } from './reminder.ts';
import type { Reminders } from './reminders.ts';

export interface ReminderRoutesDependencies {
  readonly publishers: Publishers;
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly words: LetterWords;
  readonly reminders: Reminders;
  /** Whether letters can be sent at all. */
  readonly canSend: boolean;
  readonly limiters: { readonly network: Limiter; readonly publisher: Limiter };
}

/** POST of P/reminders; mount at /v1/publishers. */
export function reminderRoutes({
  publishers,
  publicUrl,
  clock,
  words,
  reminders,
  canSend,
  limiters,
}: ReminderRoutesDependencies): Router {
  const router = express.Router();
  router.post(
    '/:publisher/reminders',
    ...readBodies(),
    async (req: Request<{ publisher: string }>, res) => {
      const publisher = findPublisher(publishers, req.params.publisher);
      if (!canSend) throw new Problem('mail_unavailable');
      const origins = [...publisher.origins, new URL(publicUrl).origin];
      const request = validate(reminderRequest(publisher, origins, clock.now()), req.body ?? {});
      await limiters.network.take(req.ip ?? 'unknown');
      await limiters.publisher.take(publisher.id);
      const { locale } = words(publisher, request.locale);
      const code = await reminders.remind(publisher, request, locale);
      res.status(202).set('Cache-Control', 'no-store');
      res.json({ on: request.on.toISOString(), url: `${publicUrl}/reminders/${code}` });
    },
  );
  return router;
}
